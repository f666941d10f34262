import { idempotencyKey } from '../alert.ts';
import type { History } from './dispatcher.ts';
import type { Delivered, Entry, HeldEntry } from './journal.ts';
import { groupId } from './streams.ts';

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
