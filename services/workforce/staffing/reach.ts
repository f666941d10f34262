import type { ContactCenter } from '../../center/contact-center.ts';
import { CHANNELS } from '../../domain/timeline/timeline.ts';
import { hoursOf } from './hours.ts';
import { type AskedTerms, termsOf } from './terms.ts';

const DAY_MS = 86_400_000;
/** Weekends and what a day's work is spread over. */
const LEAST_MS = 7 * DAY_MS;
/** As far as is forecast. */
const MOST_MS = 91 * DAY_MS;

/**
 * How long before and after a range to look, ms: work that comes in it may be due later, and work that came before may be
 * due in it. At least a week; longer where queues have more time, which counts in their open hours.
 *
 * @param at a border of the range, UTC ms
 */
export function reachOf(center: ContactCenter, asked: AskedTerms, at: number): number {
  const queues = [...center.queues.map(({ id }) => id), null];
  const reaches = queues.flatMap((queue) =>
    CHANNELS.map((channel) => {
      const { deferredMs, calendar } = termsOf(center, { queue, channel }, asked);
      return deferredMs === null ? 0 : hoursOf(center, calendar).after(at, deferredMs) - at;
    }),
  );
  return Math.min(MOST_MS, Math.max(LEAST_MS, ...reaches));
}
