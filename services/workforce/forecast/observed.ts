import type { HandledDay } from '../../domain/forecast/aht.ts';
import type { Day, ObservedDay } from '../../domain/forecast/day.ts';
import type { SeriesHistory } from './history.ts';

/** What is known of the past days of a series. */
export interface Observed {
  readonly contacts: readonly ObservedDay[];
  readonly handling: readonly HandledDay[];
}

/**
 * The history of a series by day. Before its first contact nothing is known of it: the queue may not have been there, or
 * nobody listened to it.
 *
 * @param days whole days, whose intervals are those of the history
 */
export function observedDays(days: readonly Day[], history: SeriesHistory): Observed {
  const first = history.offered.findIndex((count) => count > 0);
  const contacts: ObservedDay[] = [];
  const handling: HandledDay[] = [];
  let place = 0;
  for (const day of days) {
    const begin = place;
    place += day.starts.length;
    const own = (values: Float64Array) => [...values.subarray(begin, place)];
    handling.push({ ...day, sums: own(history.handledMs), counts: own(history.handled) });
    if (first < 0 || place <= first) continue;
    const values = own(history.offered).map((count, i) => (begin + i < first ? null : count));
    contacts.push({ ...day, values });
  }
  return { contacts, handling };
}
