import { requireInput } from './error.ts';

/** A confidence interval; both limits belong to it. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** How often an interval is to hold the true value, where nobody says otherwise. */
export const LEVEL = 0.95;

/**
 * The fewest cases that a figure is shown or judged with: of one or two, any interval says nothing, and a figure of so
 * few says who they were.
 */
export const SHOWN_FROM = 5;

/**
 * Levels beyond one in a million are asked for by mistake, and beyond the digits of the quantiles.
 *
 * @throws StatisticsError
 */
export function requireLevel(level: number): void {
  requireInput(level > 0 && level <= 1 - 1e-6, 'level', level);
}

/** Whether a difference is told apart from none, as far as its interval says: one that is not known tells nothing. */
export function excludesZero(interval: Interval | null): boolean {
  return interval !== null && (interval.lower > 0 || interval.upper < 0);
}
