import type { Inhibition, Route } from '../../center/config/alerting/routes.ts';
import type { Alert } from '../alert.ts';
import { labelsOf } from '../message.ts';
import { createGroups, type Group, type Judgement, type Member, newMember, sortGroup } from './group.ts';
import { type History, NOTHING_TOLD, toldOf } from './history.ts';
import { createInhibitor } from './inhibitor.ts';
import { lookAt, notificationOf } from './look.ts';
import type { Held, Notification } from './notification.ts';
import type { IsSilenced, Labels } from './silences.ts';
import { createRouting, type Stream } from './streams.ts';
import { firstOpen, type TellingHours } from './telling-hours.ts';

export interface DispatcherOptions {
  routes: readonly Route[];
  inhibit: readonly Inhibition[];
  /** All that there are. */
  channels: readonly string[];
  /** Those that are told when somebody takes an alert on. */
  hearsAcknowledged: ReadonlySet<string>;
  hoursOf: TellingHours;
}

/**
 * Decides who is told what and when: routes, groups, silences, inhibition, hours, repetition and escalation. Pure: it
 * holds what is known and is told the time, UTC ms.
 */
export interface Dispatcher {
  /** Takes transitions; from a process before this one, with what it told of them. */
  add(alerts: readonly Alert[], now: number, history?: History): void;
  silence(isSilenced: IsSilenced, now: number): void;
  /** Somebody has taken these alerts on. */
  acknowledge(ids: readonly string[], now: number): void;
  /** What is to be told by now, in order; each is given once. */
  take(now: number): Notification[];
  /** What is held back since the last call: to be written down, or whoever takes over much later gives it up. */
  takeHeld(): Held[];
  /** UTC ms at which there may be something again, if nothing happens before. */
  nextAt(): number;
  /** Alerts that a channel knows to fire. */
  firing(channel: string): Alert[];
}

/** An alert with its way to each channel. */
interface Tracked {
  alert: Alert;
  labels: Labels;
  places: { group: Group; member: Member }[];
  /** Routes that it has come to. */
  reached: Set<number>;
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const routing = createRouting(options.routes, options.channels);
  const inhibitor = createInhibitor(options.inhibit);
  const groups = createGroups();
  const tracked = new Map<string, Tracked>();
  const acknowledged = new Set<string>();
  let isSilenced: IsSilenced = () => false;
  let out: Notification[] = [];
  let heldBack: Held[] = [];
  let nextAt = Number.POSITIVE_INFINITY;

  const judgement: Judgement = {
    isQuiet: (alert) => isSilenced(alert) || inhibitor.isInhibited(alert),
    isAcknowledged: ({ id }) => acknowledged.has(id),
    hoursOf: options.hoursOf,
  };

  /**
   * The ways of an alert by the routes that it takes by itself. What was over before nothing held it back any more is
   * not told because somebody takes over. That it is over is told by any way, to who was told that it fires.
   */
  function waysOf(routes: readonly number[], alert: Alert, isOver: boolean, history: History): Stream[] {
    const all = routes.flatMap((route) => routing.streamsOf(route));
    if (alert.state !== 'firing') return all;
    return firstOpen(all, alert, options.hoursOf).filter(
      (stream) => !isOver || !history.wasHeld(stream.channel, alert) || history.told(stream, alert) !== null,
    );
  }

  /** Puts an alert on its ways. A channel that it goes to already is not told twice, but by escalation. */
  function join(
    one: Tracked,
    ways: readonly Stream[],
    escalated: boolean,
    now: number,
    history: History,
  ): void {
    const { alert, places } = one;
    for (const stream of ways) {
      if (!escalated && places.some(({ group }) => group.stream.channel === stream.channel)) continue;
      const told = toldOf(stream, alert, history);
      // Who does not know that it fired, or knows already that it is over, need not be told that it is.
      if (alert.state === 'resolved' && (told === null || told.version >= alert.version)) continue;
      const about = { id: alert.id, labels: one.labels };
      const group = groups.of(stream, about, now, (key) => history.lastAt(stream, key));
      const held = history.wasHeld(stream.channel, alert);
      const member = newMember(alert, told, { escalated, held });
      group.members.set(alert.id, member);
      group.lastAt ??= member.toldAt;
      places.push({ group, member });
    }
  }

  /** @param isOver that it fired is told only for the sake of what follows */
  function enter(alert: Alert, isOver: boolean, now: number, history: History): void {
    const one: Tracked = { alert, labels: labelsOf(alert), places: [], reached: new Set() };
    if (alert.state === 'firing') tracked.set(alert.id, one);
    const routes = routing.routesFor(one.labels);
    for (const route of routes) one.reached.add(route);
    join(one, waysOf(routes, alert, isOver, history), false, now, history);
    for (const route of history.routesOf(alert)) {
      if (one.reached.has(route)) continue;
      one.reached.add(route);
      join(one, routing.streamsOf(route), true, now, history);
    }
    for (const { group } of [...one.places]) touch(group, now);
  }

  function escalate({ alert }: Member, from: number, now: number): void {
    const one = tracked.get(alert.id)!;
    const next = routing.routeAfter(from, one.labels);
    if (next === undefined || one.reached.has(next)) return;
    const before = one.places.length;
    one.reached.add(next);
    join(one, routing.streamsOf(next), true, now, NOTHING_TOLD);
    for (const { group } of one.places.slice(before)) touch(group, now);
  }

  function change(one: Tracked, alert: Alert, now: number, history: History): void {
    if (alert.version <= one.alert.version) return;
    one.alert = alert;
    if (alert.state === 'resolved') tracked.delete(alert.id);
    for (const { group, member } of one.places) {
      member.alert = alert;
      const told = toldOf(group.stream, alert, history)?.version ?? 0;
      if (told >= alert.version && alert.state === 'resolved') group.members.delete(alert.id);
      member.told = Math.max(member.told, told);
      touch(group, now);
    }
  }

  /** Has a group looked at as soon as what has changed in it may be told: at once where alerts are told alone. */
  function touch(group: Group, now: number): void {
    group.nextAt = Math.min(group.nextAt, Math.max(now, group.tellAt));
    if (group.labels === null) look(group, now);
    nextAt = Math.min(nextAt, group.nextAt);
  }

  function look(group: Group, now: number): void {
    const { notifications, overdue } = lookAt(group, judgement, now);
    out.push(...notifications);
    for (const member of group.members.values()) {
      if (!member.held || member.told > 0 || member.noted) continue;
      member.noted = true;
      heldBack.push({ alert: member.alert, channel: group.stream.channel });
    }
    for (const member of overdue) escalate(member, group.stream.route, now);
    if (group.members.size === 0) groups.remove(group);
  }

  /** Looks again at groups that hold something back. */
  function review(now: number): void {
    for (const group of groups.all()) if (group.holds) touch(group, now);
  }

  function tellAcknowledged(id: string, now: number): void {
    for (const { group, member } of tracked.get(id)?.places ?? []) {
      if (!options.hearsAcknowledged.has(group.stream.channel) || member.told === 0) continue;
      const { untaken, firing } = sortGroup(group, judgement, now);
      // A group is taken on once all of it is.
      if (untaken === 0) out.push(notificationOf(group, 'acknowledged', [member], firing, now));
    }
  }

  return {
    add(alerts, now, history = NOTHING_TOLD) {
      // All sources of inhibition first: they may come together with what they inhibit.
      const freed = alerts.map((alert) => inhibitor.put(alert)).includes(true);
      const over = new Set(alerts.filter(({ state }) => state === 'resolved').map(({ id }) => id));
      for (const alert of alerts) {
        if (alert.state !== 'firing' && alert.state !== 'resolved') continue;
        const known = tracked.get(alert.id);
        if (known === undefined) enter(alert, over.has(alert.id), now, history);
        else change(known, alert, now, history);
        // Whether the channel heard of it is not written down; it may hear it twice.
        if (history !== NOTHING_TOLD && acknowledged.has(alert.id)) tellAcknowledged(alert.id, now);
      }
      if (freed) review(now);
    },
    silence(next, now) {
      isSilenced = next;
      review(now);
    },
    acknowledge(ids, now) {
      for (const id of ids) {
        if (acknowledged.has(id)) continue;
        acknowledged.add(id);
        tellAcknowledged(id, now);
      }
    },
    take(now) {
      if (now >= nextAt) {
        nextAt = Number.POSITIVE_INFINITY;
        for (const group of groups.all()) {
          if (now >= group.nextAt) look(group, now);
          nextAt = Math.min(nextAt, group.nextAt);
        }
      }
      const given = out;
      out = [];
      return given;
    },
    takeHeld() {
      const given = heldBack;
      heldBack = [];
      return given;
    },
    nextAt: () => (out.length > 0 ? Number.NEGATIVE_INFINITY : nextAt),
    firing: (channel) =>
      [...tracked.values()]
        .filter(({ places }) =>
          places.some(({ group, member }) => group.stream.channel === channel && member.told > 0),
        )
        .map(({ alert }) => alert),
  };
}
