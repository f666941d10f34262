import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { Alert } from '../alert.ts';
import type { Labels } from './silences.ts';
import { groupKeyOf, groupLabelsOf, type Stream } from './streams.ts';
import type { TellingHours } from './telling-hours.ts';

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
  /** It was told that late because of a silence, an inhibition or the hours. */
  held: boolean;
  /** That it is held is to be written down, or is: it must not count as given up. */
  noted: boolean;
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

/** An alert that has come to a stream whose channel was told of it so far; `held`: it was held back from it before. */
export function newMember(
  alert: Alert,
  told: { version: number; at: number } | null,
  { escalated, held }: Pick<Member, 'escalated' | 'held'>,
): Member {
  const known = { told: told?.version ?? 0, toldAt: told?.at ?? null };
  return { alert, ...known, escalated, held, noted: held, passedOn: false };
}

/** What people have said about alerts, what other alerts say, and the hours. */
export interface Judgement {
  /** Silenced or inhibited. */
  isQuiet(alert: Alert): boolean;
  isAcknowledged(alert: Alert): boolean;
  hoursOf: TellingHours;
}

/** The alerts of a group, by what is to be done about them. */
export interface Sorted {
  /** They fire, may be told, and are not told in this version. */
  fresh: Member[];
  /** They are over, and were told to fire. */
  ended: Member[];
  /** They fire, were told and may be told again, and passed on: nobody has taken them on. */
  open: Member[];
  /** How many fire that may be told, or were. */
  firing: number;
  /** How many fire and were told, and nobody has taken on, whether or not they may be told now. */
  untaken: number;
  /** UTC ms at which the first of those that the hours hold back may be told; Infinity without any. */
  opensAt: number;
}

/** Sorts the alerts of a group at `now` (UTC ms). Lets go of those that were over before they were told. */
export function sortGroup(group: Group, judgement: Judgement, now: number): Sorted {
  const { isQuiet, isAcknowledged, hoursOf } = judgement;
  const sorted: Sorted = {
    fresh: [],
    ended: [],
    open: [],
    firing: 0,
    untaken: 0,
    opensAt: Number.POSITIVE_INFINITY,
  };
  group.holds = false;
  for (const [id, member] of group.members) {
    const { alert, told } = member;
    if (alert.state !== 'firing') {
      if (told === 0) group.members.delete(id);
      else sorted.ended.push(member);
      continue;
    }
    const isTold = told >= alert.version;
    const isTaken = isAcknowledged(alert);
    // Somebody has taken it on while it waited here for the hours or its group.
    if (member.escalated && told === 0 && isTaken) continue;
    const isUntaken = isTold && !isTaken;
    if (isUntaken) sorted.untaken++;
    const quiet = isQuiet(alert);
    const opensAt = hoursOf(alert, group.stream).opensAt(now);
    const held = quiet || opensAt > now;
    if (!held || told > 0) sorted.firing++;
    if (!held) {
      if (isUntaken) sorted.open.push(member);
      else if (!isTold) sorted.fresh.push(member);
      continue;
    }
    member.held = true;
    if (quiet) group.holds = true;
    else sorted.opensAt = Math.min(sorted.opensAt, opensAt);
  }
  return sorted;
}

/**
 * UTC ms at which somebody should have taken an alert on that was told; null where nobody need. Only the hours count
 * in which it may be told: who is not there cannot take it on.
 */
export function overdueAt({ alert, toldAt, passedOn }: Member, stream: Stream, hoursOf: TellingHours) {
  const { escalateAfter } = stream.settings;
  if (escalateAfter === undefined || passedOn || toldAt === null) return null;
  return hoursOf(alert, stream).after(toldAt, escalateAfter);
}

/** UTC ms at which the group is to be looked at again, if nothing happens before. */
export function nextLook(group: Group, sorted: Sorted, hoursOf: TellingHours): number {
  const { fresh, ended, open, opensAt } = sorted;
  const { repeatInterval } = group.stream.settings;
  let next = opensAt;
  if (fresh.length + ended.length > 0) next = Math.min(next, group.tellAt);
  if (open.length > 0 && repeatInterval !== undefined && group.lastAt !== null) {
    next = Math.min(next, Math.max(group.lastAt + repeatInterval, group.tellAt));
  }
  for (const member of open) {
    next = Math.min(next, overdueAt(member, group.stream, hoursOf) ?? Number.POSITIVE_INFINITY);
  }
  return next;
}

/** The groups of all streams that have alerts. */
export interface Groups {
  /** The group of a stream that an alert belongs to. A new one goes on where `lastAt` (UTC ms) says it was told last. */
  of(
    stream: Stream,
    alert: { id: string; labels: Labels },
    now: number,
    lastAt: (group: string) => number | null,
  ): Group;
  /** A copy: groups come and go while they are looked at. */
  all(): Group[];
  remove(group: Group): void;
}

export function createGroups(): Groups {
  const byStream = new Map<Stream, Map<string, Group>>();
  return {
    of(stream, { id, labels }, now, lastAt) {
      const key = groupKeyOf(stream, id, labels);
      const ofStream = getOrInsert(byStream, stream, () => new Map<string, Group>());
      return getOrInsert(ofStream, key, () => newGroup(stream, key, labels, now, lastAt(key)));
    },
    all: () => [...byStream.values()].flatMap((ofStream) => [...ofStream.values()]),
    remove: ({ stream, key }) => void byStream.get(stream)?.delete(key),
  };
}

function newGroup(stream: Stream, key: string, labels: Labels, now: number, lastAt: number | null): Group {
  const { group: timing } = stream.settings;
  const firstAt = timing === null ? now : now + timing.waitMs;
  return {
    stream,
    key,
    labels: timing === null ? null : groupLabelsOf(timing.by, labels),
    members: new Map(),
    lastAt,
    tellAt: timing === null || lastAt === null ? firstAt : lastAt + timing.intervalMs,
    nextAt: Number.POSITIVE_INFINITY,
    holds: false,
  };
}
