import type { PlannedShift, ShiftProblem } from './problem.ts';

/** Begins of the intervals planned, and the end of the last, UTC ms. */
export function edgesOf({ days, intervalMs }: Pick<ShiftProblem, 'days' | 'intervalMs'>): number[] {
  const starts = days.flatMap((day) => day.starts);
  return starts.length === 0 ? [] : [...starts, starts.at(-1)! + intervalMs];
}

/** The first interval that ends after an instant; as many as there are, less one, where none does. */
export function firstOf(edges: readonly number[], from: number): number {
  let low = 0;
  let high = edges.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle + 1]! > from) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Calls `visit` with each interval that a stretch of time touches and the share of the interval that it takes.
 *
 * @param edges as `edgesOf` gives them
 */
export function visitShares(
  edges: readonly number[],
  from: number,
  to: number,
  visit: (interval: number, share: number) => void,
): void {
  for (let at = firstOf(edges, from); at < edges.length - 1 && edges[at]! < to; at++) {
    const start = edges[at]!;
    const end = edges[at + 1]!;
    visit(at, (Math.min(end, to) - Math.max(start, from)) / (end - start));
  }
}

/**
 * Agents present in each interval: at work and not in a break. Who is there for a part of an interval counts as that
 * part.
 */
export function presentOf(edges: readonly number[], shifts: readonly PlannedShift[]): number[] {
  const present = new Array<number>(Math.max(0, edges.length - 1)).fill(0);
  for (const { startsAt, endsAt, breaks } of shifts) {
    visitShares(edges, startsAt, endsAt, (at, share) => {
      present[at]! += share;
    });
    for (const pause of breaks) {
      visitShares(edges, pause.startsAt, pause.endsAt, (at, share) => {
        present[at]! -= share;
      });
    }
  }
  // Thirds of an interval do not add up to one in floating point.
  return present.map((agents) => Math.round(agents * 1e6) / 1e6);
}
