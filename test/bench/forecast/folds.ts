import type { SpecialDay } from '../../../services/domain/calendar/special-day.ts';
import type { ObservedDay } from '../../../services/domain/forecast/day.ts';
import { forecast } from '../../../services/domain/forecast/forecast.ts';

const WEEK = 7;

/** A week to forecast from all that precedes it. */
export interface Fold {
  readonly history: readonly ObservedDay[];
  readonly week: readonly ObservedDay[];
}

/** Whole weeks from a date on. */
export function foldsFrom(days: readonly ObservedDay[], date: string): Fold[] {
  const folds: Fold[] = [];
  const first = days.findIndex((day) => day.date >= date);
  if (first < 0) return folds;
  for (let origin = first; origin + WEEK <= days.length; origin += WEEK) {
    folds.push({ history: days.slice(0, origin), week: days.slice(origin, origin + WEEK) });
  }
  return folds;
}

export interface Figures {
  readonly wape: number;
  readonly coverage80: number;
  readonly coverage95: number;
  /** How often each method was chosen. */
  readonly methods: ReadonlyMap<string, number>;
}

/** Forecasts each fold. Errors and actuals are summed over all of them; unknown values do not count. */
export function runFolds(folds: readonly Fold[], special: (date: string) => SpecialDay | null): Figures {
  const methods = new Map<string, number>();
  let errors = 0;
  let actuals = 0;
  let count = 0;
  let within80 = 0;
  let within95 = 0;
  for (const { history, week } of folds) {
    const { days, method } = forecast({ history, horizon: week, perDay: 48, special });
    methods.set(method, (methods.get(method) ?? 0) + 1);
    days.forEach((day, i) => {
      week[i]!.values.forEach((actual, at) => {
        if (actual === null) return;
        errors += Math.abs(actual - day.forecast[at]!);
        actuals += actual;
        count++;
        if (actual >= day.lower80[at]! && actual <= day.upper80[at]!) within80++;
        if (actual >= day.lower95[at]! && actual <= day.upper95[at]!) within95++;
      });
    });
  }
  return { wape: errors / actuals, coverage80: within80 / count, coverage95: within95 / count, methods };
}

/** A rival: a week's value from those of the same weekday and place before the fold, latest first. */
export type Rival = (before: readonly number[]) => number;

/** WAPE of a rival on the same folds. */
export function wapeOf(folds: readonly Fold[], weeks: number, rival: Rival): number {
  let errors = 0;
  let actuals = 0;
  for (const { history, week } of folds) {
    for (const day of week) {
      const same = history.filter(({ weekday }) => weekday === day.weekday).reverse();
      day.values.forEach((actual, place) => {
        if (actual === null) return;
        const before = same.flatMap(({ values }) => values[place] ?? []).slice(0, weeks);
        if (before.length === 0) return;
        errors += Math.abs(actual - rival(before));
        actuals += actual;
      });
    }
  }
  return errors / actuals;
}

export const mean: Rival = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

export const median: Rival = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
};
