import type { Handling } from './record.ts';
import type { Span } from './spans.ts';

/** Who has had this long between two conversations has had a pause, ms. */
const PAUSE_MS = 5 * 60_000;
/** So many difficult conversations are a run. */
const RUN_FROM = 3;

export interface BackToBack {
  /** Runs that began in the range, and how many conversations the longest has. */
  readonly runs: number;
  readonly longest: number;
}

/**
 * Runs of three or more difficult conversations, one right after the other: in order of their begin, with no easier one
 * between, and less than five minutes from the end of all before to the next. Who talks to several at once has no pause
 * while one goes on.
 *
 * @param handlings also from before the range and after it, for the runs that reach out of it
 */
export function backToBack(handlings: readonly Handling[], range: Span): BackToBack {
  let runs = 0;
  let longest = 0;
  let begin = 0;
  let length = 0;
  let busyUntil = Number.NEGATIVE_INFINITY;
  const finish = () => {
    if (length >= RUN_FROM && begin >= range.from && begin < range.to) {
      runs++;
      longest = Math.max(longest, length);
    }
    length = 0;
  };
  const inOrder = handlings.toSorted(
    (a, b) => a.from - b.from || a.to - b.to || a.signs.length - b.signs.length,
  );
  for (const { from, to, signs } of inOrder) {
    if (signs.length === 0 || from - busyUntil >= PAUSE_MS) finish();
    if (signs.length > 0 && length++ === 0) begin = from;
    busyUntil = Math.max(busyUntil, to);
  }
  finish();
  return { runs, longest };
}
