import { type Alert, idempotencyKey } from '../alert.ts';
import type { Delivered, Entry, HeldEntry } from './journal.ts';
import { groupId, type Stream } from './streams.ts';

/** What a process before this one has told. Times are UTC ms. */
export interface History {
  /** The newest version of an alert that a channel was told of, and since when it knew; null if of none. */
  told(stream: Stream, alert: Alert): { version: number; at: number } | null;
  /** When a group was told of last; null if it never was. */
  lastAt(stream: Stream, group: string): number | null;
  /** Routes by which an alert was told. */
  routesOf(alert: Alert): readonly number[];
  /** Whether something held an alert back from a channel that had not been told of it. */
  wasHeld(channel: string, alert: Alert): boolean;
  /** UTC ms: an alert of before that was not held counts as told, nobody would hear of it any more. */
  givenUpBefore: number;
}

/** Of who begins, or of what has just come to be. */
export const NOTHING_TOLD: History = {
  told: () => null,
  lastAt: () => null,
  routesOf: () => [],
  wasHeld: () => false,
  givenUpBefore: Number.NEGATIVE_INFINITY,
};

/** What a channel was told of an alert, or counts as told. */
export function toldOf(stream: Stream, alert: Alert, history: History) {
  const told = history.told(stream, alert);
  const isOld = alert.state === 'firing' && alert.changedAt < history.givenUpBefore;
  if (!isOld || history.wasHeld(stream.channel, alert)) return told;
  return { version: alert.version, at: told?.at ?? alert.changedAt };
}

/**
 * What is known of what was told, from what was written down.
 *
 * @param givenUpBefore UTC ms: what fires since before and was not held counts as told
 */
export function historyOf(
  entries: readonly Entry[],
  delivered: readonly Delivered[],
  held: readonly HeldEntry[],
  givenUpBefore: number,
): History {
  const heldBack = new Set(held.map(({ transition, channel }) => `${transition} ${channel}`));
  const byChannel = new Map(delivered.map(({ id, channel, version }) => [`${id} ${channel}`, version]));
  const byStream = new Map<string, { version: number; at: number }>();
  const lastAt = new Map<string, number>();
  const routes = new Map<string, Set<number>>();
  for (const { route, channel, groupKey, transition, firstAt, lastAt: last } of entries) {
    const cut = transition.lastIndexOf('-');
    const id = transition.slice(0, cut);
    const version = Number(transition.slice(cut + 1));
    const place = `${id} ${route} ${channel}`;
    const known = byStream.get(place);
    byStream.set(place, {
      version: Math.max(version, known?.version ?? 0),
      at: Math.min(firstAt, known?.at ?? Number.POSITIVE_INFINITY),
    });
    // An alert that is told alone is its own group.
    const group = groupKey === '' ? place : groupKey;
    lastAt.set(group, Math.max(last, lastAt.get(group) ?? 0));
    routes.set(id, (routes.get(id) ?? new Set()).add(route));
  }

  return {
    told({ route, channel }, alert) {
      const written = byStream.get(`${alert.id} ${route} ${channel}`);
      const version = Math.max(written?.version ?? 0, byChannel.get(`${alert.id} ${channel}`) ?? 0);
      return version === 0 ? null : { version, at: written?.at ?? alert.changedAt };
    },
    lastAt: (stream, group) =>
      lastAt.get(groupId(stream, group)) ?? lastAt.get(`${group} ${stream.route} ${stream.channel}`) ?? null,
    wasHeld: (channel, alert) => heldBack.has(`${idempotencyKey(alert)} ${channel}`),
    givenUpBefore,
    routesOf: ({ id }) => [...(routes.get(id) ?? [])].sort((a, b) => a - b),
  };
}
