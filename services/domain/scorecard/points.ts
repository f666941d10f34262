/** Which way a metric is better: `at_least` its goal, or `at_most`. */
export type Direction = 'at_least' | 'at_most';

/** A value that is reached, and the points it gives. */
export interface Step {
  readonly reach: number;
  readonly points: number;
}

/**
 * How a value becomes points from 0 to 100 (METRICS.md, "points of a metric"). `linear`: 0 at the floor, 100 at the goal,
 * clipped; `steps`: those of the best step that is reached, 0 below all; `z`: 50 + 10 z among peers, clipped.
 */
export type PointsRule =
  | { readonly kind: 'linear'; readonly direction: Direction; readonly goal: number; readonly floor: number }
  | {
      readonly kind: 'steps';
      readonly direction: Direction;
      readonly goal: number | null;
      readonly steps: readonly Step[];
    }
  | { readonly kind: 'z'; readonly direction: Direction; readonly goal: number | null };

/** Mean and standard deviation of the peers' values; the peers are all there are, so the deviation is divided by n. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** Fewer make no scale for a z-score: of two, the better one would always have 60 points. */
export const PEERS_FOR_Z = 5;

/** Points of a value, 0 to 100. @param spread of the peers; needed by `z` alone, null where there is none */
export function pointsOf(rule: PointsRule, value: number, spread: Spread | null): number {
  switch (rule.kind) {
    case 'linear':
      return linear(rule.direction, rule.floor, rule.goal, value);
    case 'steps':
      return Math.max(
        0,
        ...rule.steps
          .filter(({ reach }) => isReached(rule.direction, reach, value))
          .map(({ points }) => points),
      );
    case 'z': {
      if (spread === null) throw new Error('a z-score needs the spread of the peers');
      // Where all are alike, each of them is in the middle.
      if (spread.deviation === 0) return 50;
      const z = (value - spread.mean) / spread.deviation;
      return clip(50 + 10 * (rule.direction === 'at_least' ? z : -z));
    }
  }
}

/** The sum that gave the points, with its numbers: for whoever asks why. */
export function formulaOf(rule: PointsRule, value: number, spread: Spread | null): string {
  switch (rule.kind) {
    case 'linear':
      return `100 x (${value} - ${rule.floor}) / (${rule.goal} - ${rule.floor}), from 0 to 100`;
    case 'steps': {
      const words = rule.direction === 'at_least' ? 'at least' : 'at most';
      return `${rule.steps.map(({ reach, points }) => `${points} for ${words} ${reach}`).join('; ')}; else 0`;
    }
    case 'z': {
      const sign = rule.direction === 'at_least' ? '+' : '-';
      return `50 ${sign} 10 x (${value} - ${spread?.mean}) / ${spread?.deviation}, from 0 to 100`;
    }
  }
}

export function isReached(direction: Direction, goal: number, value: number): boolean {
  return direction === 'at_least' ? value >= goal : value <= goal;
}

/** Where floor and goal are one, there is nothing between all and nothing. */
function linear(direction: Direction, floor: number, goal: number, value: number): number {
  if (floor === goal) return isReached(direction, goal, value) ? 100 : 0;
  return clip((100 * (value - floor)) / (goal - floor));
}

function clip(points: number): number {
  return Math.min(100, Math.max(0, points));
}
