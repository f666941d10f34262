import { type AgentRecord, LOGGED_IN, shiftsOf, spentOn } from './record.ts';
import { common, lengthOf, type Span } from './spans.ts';

/** Whoever is logged in later than this after a shift has come again, ms. */
export const OVERTIME_MS = 12 * 3_600_000;

/**
 * Time logged in after the end of a planned shift, until the next one begins or twelve hours are over, ms; null where no
 * shift was planned that reaches into the range so. Coming early is none: whoever comes early may leave early.
 */
export function overtime({ pieces, plans }: AgentRecord, range: Span): number | null {
  const shifts = shiftsOf(plans);
  const isNear = ({ from, to }: Span) => from < range.to && to + OVERTIME_MS > range.from;
  if (!shifts.some(isNear)) return null;
  const after = shifts.map(({ to }, i) => ({
    from: to,
    to: Math.min(to + OVERTIME_MS, shifts[i + 1]?.from ?? Number.POSITIVE_INFINITY),
  }));
  const loggedIn = spentOn(pieces, ...LOGGED_IN);
  return lengthOf(common(common(loggedIn, after), [range]));
}
