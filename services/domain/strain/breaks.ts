import { type AgentRecord, shiftsOf, spentOn } from './record.ts';
import { common, lengthOf, merged, type Span } from './spans.ts';

/** A break may be moved by this much, ms. */
const MOVED_MS = 3_600_000;
/** Of whose length less was taken: a break was missed, or shortened. */
const MISSED_BELOW = 0.25;
const SHORTENED_BELOW = 0.75;

/** Planned breaks that began in the range and are over, and what became of them. */
export interface Breaks {
  readonly planned: number;
  readonly missed: number;
  readonly shortened: number;
}

/**
 * How planned breaks were taken. A break may be moved by an hour within its shift, but not past the middle of the time to
 * the next one: what the agent rested there (on a break, away from the desk, or logged off) is what was taken of it.
 *
 * @param now UTC ms: a break that can still be taken is not judged
 */
export function breaks({ pieces, plans }: AgentRecord, range: Span, now: number): Breaks {
  const shifts = shiftsOf(plans);
  const planned = merged(plans.filter(({ activity }) => activity === 'break'));
  const rest = spentOn(pieces, 'rest', 'offline');
  let count = 0;
  let missed = 0;
  let shortened = 0;
  planned.forEach((one, i) => {
    if (one.from < range.from || one.from >= range.to) return;
    const shift = shifts.find(({ from, to }) => from <= one.from && one.to <= to)!;
    const room = roomOf(one, planned[i - 1], planned[i + 1], shift);
    if (room.to > now) return;
    count++;
    const taken = lengthOf(common(rest, [room])) / (one.to - one.from);
    if (taken < MISSED_BELOW) missed++;
    else if (taken < SHORTENED_BELOW) shortened++;
  });
  return { planned: count, missed, shortened };
}

function roomOf(one: Span, before: Span | undefined, after: Span | undefined, shift: Span): Span {
  const middle = (a: Span | undefined, b: Span | undefined, none: number) =>
    a === undefined || b === undefined ? none : (a.to + b.from) / 2;
  return {
    from: Math.max(one.from - MOVED_MS, shift.from, middle(before, one, Number.NEGATIVE_INFINITY)),
    to: Math.min(one.to + MOVED_MS, shift.to, middle(one, after, Number.POSITIVE_INFINITY)),
  };
}
