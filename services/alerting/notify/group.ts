import type { Alert } from '../alert.ts';
import type { Labels } from './matchers.ts';
import type { Stream } from './streams.ts';

/** An alert on its way to a channel. */
export interface Member {
  /** Its newest state. */
  alert: Alert;
  /** The newest version that was told; 0 if none was. */
  told: number;
  /** UTC ms since when somebody could have taken it on; null before it is told. */
  toldAt: number | null;
  /** It came by escalation. */
  escalated: boolean;
  /** It was told that late because of a silence or an inhibition. */
  held: boolean;
  /** Nobody took it on here: the next route has it too. */
  passedOn: boolean;
}

/** Alerts that are told together; one alert, where each is told alone. */
export interface Group {
  stream: Stream;
  key: string;
  /** Null where each is told alone. */
  labels: Labels | null;
  members: Map<string, Member>;
  /** UTC ms of the newest notification; null before the first. */
  lastAt: number | null;
  /** What has changed is not told before, UTC ms. */
  tellAt: number;
  /** When to look at it again, UTC ms. */
  nextAt: number;
  /** Something of it is silenced or inhibited: it is to be looked at when that changes. */
  holds: boolean;
}

/** An alert that has come to a stream whose channel was told of it so far. */
export function newMember(
  alert: Alert,
  told: { version: number; at: number } | null,
  escalated: boolean,
): Member {
  const known = { told: told?.version ?? 0, toldAt: told?.at ?? null };
  return { alert, ...known, escalated, held: false, passedOn: false };
}

/** What people have said about alerts, and what other alerts say. */
export interface Judgement {
  isQuiet(alert: Alert): boolean;
  isAcknowledged(alert: Alert): boolean;
}

/** The alerts of a group, by what is to be done about them. */
export interface Sorted {
  /** They fire, and are not silenced or inhibited. */
  firing: Member[];
  /** Those of `firing` that are not told in this version. */
  fresh: Member[];
  /** They are over, and were told to fire. */
  ended: Member[];
  /** They are told again, and passed on, until somebody takes them on. */
  open: Member[];
}

/** Sorts the alerts of a group. Lets go of those that were over before they were told. */
export function sortGroup(group: Group, { isQuiet, isAcknowledged }: Judgement): Sorted {
  const sorted: Sorted = { firing: [], fresh: [], ended: [], open: [] };
  group.holds = false;
  for (const [id, member] of group.members) {
    const { alert, told } = member;
    if (alert.state !== 'firing') {
      if (told === 0) group.members.delete(id);
      else sorted.ended.push(member);
    } else if (isQuiet(alert)) {
      member.held = true;
      group.holds = true;
    } else {
      sorted.firing.push(member);
      if (told < alert.version) sorted.fresh.push(member);
      else if (!isAcknowledged(alert)) sorted.open.push(member);
    }
  }
  return sorted;
}

/** UTC ms at which the group is to be looked at again, if nothing happens before. */
export function nextLook(group: Group, { fresh, ended, open }: Sorted): number {
  const { repeatInterval, escalateAfter } = group.stream.settings;
  let next = Number.POSITIVE_INFINITY;
  if (fresh.length + ended.length > 0) next = group.tellAt;
  if (open.length > 0 && repeatInterval !== undefined && group.lastAt !== null) {
    next = Math.min(next, Math.max(group.lastAt + repeatInterval, group.tellAt));
  }
  if (escalateAfter !== undefined) {
    for (const { toldAt, passedOn } of open) {
      if (!passedOn && toldAt !== null) next = Math.min(next, toldAt + escalateAfter);
    }
  }
  return next;
}
