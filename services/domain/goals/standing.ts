import { type Direction, isReached } from '../scorecard/points.ts';
import type { Projection } from './projection.ts';

export type Standing = 'reached' | 'on_track' | 'at_risk' | 'missed' | 'no_data';

export interface Aim {
  readonly direction: Direction;
  /** In the metric's unit. */
  readonly target: number;
}

/**
 * How far a value is against a goal: 1 at the goal, 1.1 a tenth of the goal better, 0.9 a tenth worse, in either
 * direction, down to 0; so of `at_least` it is value / goal, and of `at_most` 2 - value / goal, 0 from twice the goal on.
 * Null against 0, of which nothing is a tenth.
 */
export function attainmentOf({ direction, target }: Aim, value: number): number | null {
  if (target === 0) return null;
  const better = direction === 'at_least' ? value - target : target - value;
  return Math.max(0, 1 + better / Math.abs(target));
}

/** Which way a figure can go within its period: a count only rises, the shortest wait only falls. */
export type Course = 'rises' | 'falls' | 'any';

export interface Position {
  /** So far; null where nothing was measured. */
  readonly value: number | null;
  /** What the value should be by now. */
  readonly line: number;
  readonly course: Course;
  readonly isOver: boolean;
  readonly projection: Projection | null;
}

/**
 * How a goal stands. `reached` and `missed` are certain: the period is over, or the figure cannot go back. Before that it
 * is `on_track` where the projection meets the goal and `at_risk` where it does not, by its value, whether or not its
 * interval tells it apart from the goal (`isToldApart`); where there is no projection, the value so far is set against the line.
 */
export function standingOf(aim: Aim, { value, line, course, isOver, projection }: Position): Standing {
  if (value === null) return 'no_data';
  const { direction, target } = aim;
  const isMet = isReached(direction, target, value);
  const goesOn = direction === 'at_least' ? 'rises' : 'falls';
  const isSettled = course !== 'any' && isMet === (course === goesOn);
  if (isOver || isSettled) return isMet ? 'reached' : 'missed';
  const isExpected =
    projection === null ? isReached(direction, line, value) : isReached(direction, target, projection.value);
  return isExpected ? 'on_track' : 'at_risk';
}

/** Whether the whole interval of a projection lies on one side of the goal. Where there is none, it does not. */
export function isToldApart({ target }: Aim, { interval }: Projection): boolean {
  return interval !== null && (target < interval.lower || target > interval.upper);
}
