/**
 * Calendar quarters of UTC, such as `2026-Q1`. Feedback is cut by them for good: were they those of a zone that can be
 * configured, another zone would cut the same answers anew, and the two cuts would differ by single people.
 */

/** More than any zone is away from UTC. */
const DAY_MS = 86_400_000;

/** @param at UTC ms */
export function quarterAt(at: number): string {
  const date = new Date(at);
  return `${date.getUTCFullYear()}-Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
}

/** When a quarter begins, UTC ms. */
export function quarterBegin(quarter: string): number {
  const [year, number] = quarter.split('-Q').map(Number) as [number, number];
  return Date.UTC(year, (number - 1) * 3, 1);
}

/** The quarters that a quarter, half-year or year on the clocks of any zone is made of. UTC ms; `to` is not in it. */
export function quartersOf({ from, to }: { from: number; to: number }): string[] {
  const quarters: string[] = [];
  // A day later is in the quarter that is meant, wherever the clocks are.
  for (let at = from + DAY_MS; at < to; at = quarterBegin(nextOf(quarterAt(at))) + DAY_MS)
    quarters.push(quarterAt(at));
  return quarters;
}

function nextOf(quarter: string): string {
  // No quarter has a hundred days.
  return quarterAt(quarterBegin(quarter) + 100 * DAY_MS);
}

/**
 * Whether a quarter is still told of: those of this year of UTC and the one before are. Where old events are deleted, a
 * quarter that has lost a month would be cut anew.
 *
 * @param now UTC ms
 */
export function isTold(quarter: string, now: number): boolean {
  return new Date(quarterBegin(quarter)).getUTCFullYear() >= new Date(now).getUTCFullYear() - 1;
}
