import { compareEvents, type TimelineEvent } from './timeline.ts';

/** Up to this many events, looking through them is faster than a set of their ids is to build. */
const MAX_SEARCHED = 32;

/** The events of a timeline as a set. */
export interface EventSet {
  /**
   * Puts an event in its place, unless an event with the same id is there already (the first copy wins).
   * Returns whether it was new.
   */
  add(event: TimelineEvent): boolean;
}

/** @param events distinct and sorted; they stay so. */
export function createEventSet(events: TimelineEvent[]): EventSet {
  let ids: Set<string> | null = null;

  function isKnown(eventId: string): boolean {
    if (ids === null && events.length <= MAX_SEARCHED)
      return events.some((event) => event.eventId === eventId);
    ids ??= new Set(events.map((event) => event.eventId));
    return ids.has(eventId);
  }

  return {
    add(event) {
      if (isKnown(event.eventId)) return false;
      ids?.add(event.eventId);
      const place = placeOf(events, event);
      if (place === events.length) events.push(event);
      else events.splice(place, 0, event);
      return true;
    },
  };
}

function placeOf(events: readonly TimelineEvent[], event: TimelineEvent): number {
  let low = 0;
  let high = events.length;
  // Most events come in order.
  if (high > 0 && compareEvents(events[high - 1]!, event) < 0) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareEvents(events[middle]!, event) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
