import { setImmediate as nextTurn } from 'node:timers/promises';
import { keyOf, type OutgoingEvent } from '../domain/events/event.ts';
import { belongsAtOf } from './events-between.ts';

/**
 * Batches of `size` events, or a few more: a conversation is in one batch, so that no moment knows half of it.
 *
 * @param days a conversation after the other (`conversationsBetween`); a day is simulated when it is needed, and others
 *   in this process get their turn between days
 */
export async function* batchesOf(
  days: Iterable<OutgoingEvent[]>,
  size: number,
): AsyncGenerator<OutgoingEvent[], void> {
  let gathered: OutgoingEvent[] = [];
  for (const events of days) {
    await nextTurn();
    gathered = gathered.concat(events);
    while (gathered.length >= size) {
      const end = borderFrom(gathered, size);
      yield gathered.slice(0, end);
      gathered = gathered.slice(end);
    }
  }
  if (gathered.length > 0) yield gathered;
}

/** Where the first conversation from `place` on begins; the end, if none does. */
function borderFrom(events: readonly OutgoingEvent[], place: number): number {
  let end = place;
  while (end < events.length && isOfOne(events[end - 1]!, events[end]!)) end++;
  return end;
}

const isOfOne = (a: OutgoingEvent, b: OutgoingEvent) =>
  keyOf(a) === keyOf(b) && belongsAtOf(a) === belongsAtOf(b);
