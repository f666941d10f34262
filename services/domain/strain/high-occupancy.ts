import { type Activity, LOGGED_IN, type Piece, spentOn } from './record.ts';
import { common, lengthOf, merged, type Span } from './spans.ts';

/** Above this, agents have no breath between contacts; centers plan for 80 to 85 %. In per cent: whole numbers compare exactly. */
const HIGH_PERCENT = 85;
/** Width of a slot and of the hour that slides over them, ms. */
const SLOT_MS = 300_000;
const SLOTS = 12;
const HOUR_MS = SLOTS * SLOT_MS;
/** Of less time on the queue within the hour, occupancy says nothing of a whole one, ms. */
const LEAST_ON_QUEUE_MS = 45 * 60_000;

export interface HighOccupancy {
  /** Time on the queue in stretches of high occupancy within the range, ms; and in the longest of them. */
  readonly ms: number;
  readonly longestMs: number;
  /** The same as a share of all time on the queue; null where there was none. */
  readonly share: number | null;
}

/**
 * Stretches of high occupancy. An hour is one of twelve slots of five minutes (which begin on multiples of five minutes,
 * UTC). It is of high occupancy if the agent was logged in throughout, on the queue for 45 minutes of it at least, and
 * handling for more than 85 % of these. A stretch is what such hours cover together; short breaks may lie within it.
 *
 * @param pieces also of an hour before and after the range, for the hours that reach out of it: then what is found in two
 *   ranges that follow each other adds up to what is found in both
 */
export function highOccupancy(pieces: readonly Piece[], range: Span): HighOccupancy {
  const onQueue = common(spentOn(pieces, 'handling', 'idle'), [range]);
  const lengths = stretchesOf(pieces, range).map((stretch) => lengthOf(common(onQueue, [stretch])));
  const ms = lengths.reduce((sum, length) => sum + length, 0);
  const inRange = lengthOf(onQueue);
  return { ms, longestMs: Math.max(0, ...lengths), share: inRange === 0 ? null : ms / inRange };
}

function stretchesOf(pieces: readonly Piece[], { from, to }: Span): Span[] {
  const first = Math.floor(from / SLOT_MS) - SLOTS + 1;
  const count = Math.ceil(to / SLOT_MS) + SLOTS - 1 - first;
  const timeOf = (...activities: Activity[]) => inHours(spentOn(pieces, ...activities), first, count);
  const busy = timeOf('handling');
  const onQueue = timeOf('handling', 'idle');
  const loggedIn = timeOf(...LOGGED_IN);
  const hours: Span[] = [];
  for (let slot = SLOTS - 1; slot < count; slot++) {
    const isWhole = loggedIn[slot] === HOUR_MS && onQueue[slot]! >= LEAST_ON_QUEUE_MS;
    const end = (first + slot + 1) * SLOT_MS;
    if (isWhole && 100 * busy[slot]! > HIGH_PERCENT * onQueue[slot]!)
      hours.push({ from: end - HOUR_MS, to: end });
  }
  return merged(hours);
}

/** How much of the hour that ends with each slot the spans cover, ms. Whole numbers, so that the sums that slide stay exact. */
function inHours(spans: readonly Span[], first: number, count: number): Float64Array {
  const slots = perSlot(spans, first, count);
  const hours = new Float64Array(count);
  let sum = 0;
  for (let slot = 0; slot < count; slot++) {
    sum += slots[slot]!;
    if (slot >= SLOTS) sum -= slots[slot - SLOTS]!;
    hours[slot] = sum;
  }
  return hours;
}

/** How much of each slot the spans cover, ms. */
function perSlot(spans: readonly Span[], first: number, count: number): Float64Array {
  const slots = new Float64Array(count);
  for (const span of spans) {
    const last = Math.min(first + count - 1, Math.floor((span.to - 1) / SLOT_MS));
    for (let slot = Math.max(first, Math.floor(span.from / SLOT_MS)); slot <= last; slot++) {
      const begin = slot * SLOT_MS;
      slots[slot - first]! += Math.min(span.to, begin + SLOT_MS) - Math.max(span.from, begin);
    }
  }
  return slots;
}
