import { compareEvents, type TimelineEvent } from '../../../services/domain/timeline/timeline.ts';

/** The events of a timeline as a set, in the plainest way that there is. */
export interface EventSet {
  /** Puts an event in its place. False where an event with the same id is there: the first copy wins. */
  add(event: TimelineEvent): boolean;
}

/** @param events distinct and sorted; they stay so. */
export function createEventSet(events: TimelineEvent[]): EventSet {
  const ids = new Set(events.map(({ eventId }) => eventId));
  return {
    add(event) {
      if (ids.has(event.eventId)) return false;
      ids.add(event.eventId);
      events.push(event);
      events.sort(compareEvents);
      return true;
    },
  };
}
