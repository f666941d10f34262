import type { SpecialDay } from '../calendar/special-day.ts';
import { foldsOf, type Trial } from './backtest.ts';
import { type Calibration, calibrate, widenOf } from './calibration.ts';
import { choose } from './choose.ts';
import type { Day, ObservedDay } from './day.ts';
import { createGrid, dateOf, type Grid } from './grid.ts';
import { historyNotes, horizonNotes, shortHistory } from './history-notes.ts';
import { intervalsOf } from './intervals.ts';
import { meanDay } from './mean-day.ts';
import type { Note } from './notes.ts';
import { oddities } from './oddities.ts';
import { fitProfile } from './profile.ts';
import { type ForecastedDay, forecastDays, rowOf, unknownDay } from './rows.ts';

export interface ForecastRequest {
  /** Days in any order; days that are left out are unknown. Whole days: one that is not over yet is not history. */
  readonly history: readonly ObservedDay[];
  /** Days to forecast, after the history. */
  readonly horizon: readonly Day[];
  /** Intervals of a plain day: 24, 48 or 96. */
  readonly perDay: number;
  /** What is known of a date, past or to come. */
  readonly special?: (date: string) => SpecialDay | null;
  /** What known events make of a date's contacts, past or to come: 1.4 is 40 % more. */
  readonly factor?: (date: string) => number;
  /** At most so many weeks are tried. */
  readonly folds?: number;
}

export interface Forecast {
  /**
   * `weekday-profile`, `holt-winters`, `combination`, `seasonal-naive`; of less than a week `mean-day`, of nothing
   * `none`.
   */
  readonly method: string;
  /** Of the method, in the backtest; null where too little was known to try, or nothing ever came. */
  readonly wape: number | null;
  /** All that were tried, best first by Poisson's deviance: where few come, WAPE would have 0 win. */
  readonly candidates: readonly { readonly method: string; readonly wape: number }[];
  /** Weeks of the backtest. */
  readonly folds: number;
  /**
   * Share of actuals within the intervals, borders included; each half of the folds is measured with intervals by the
   * errors of the other. Null with less than four folds.
   */
  readonly coverage80: number | null;
  readonly coverage95: number | null;
  readonly days: readonly ForecastedDay[];
  /** The weeks of the backtest as the method forecast them, each from what lay before it. */
  readonly past: readonly ForecastedDay[];
  readonly notes: readonly Note[];
  /** Day of the first contact, and last day of which something is known, `YYYY-MM-DD`; null without any. */
  readonly historyFrom: string | null;
  readonly historyTo: string | null;
}

const MOST_FOLDS = 26;
const WEEK = 7;
/** What was usual is judged by about a year. */
const WEEKS_OF_ODDITIES = 56;

/**
 * Forecasts a series by the way that did best on its past: each is tried on up to 26 weeks, from what lay before each
 * of them. WAPE and intervals are those of these trials. See docs/decisions/forecast.md.
 */
export function forecast(request: ForecastRequest): Forecast {
  const { horizon, perDay, special = () => null, factor = () => 1, folds = MOST_FOLDS } = request;
  const history = knownPart(request.history);
  const grid = createGrid(history, horizon, perDay, special, factor);
  if (grid.past < WEEK) return untried(grid, history, horizon);

  const whole = fitProfile(grid, grid.past, WEEKS_OF_ODDITIES);
  const odd = oddities(grid, whole);
  const origins = foldsOf(grid.past, folds);
  const { model, trial, trials } = choose(grid, { ...grid, values: odd.values }, origins);
  const calibration = calibrate(grid, trial, origins, Math.ceil((grid.days - grid.past) / WEEK));
  const { coverage80, coverage95 } = calibration;
  return {
    method: model.method,
    wape: trial.wape,
    candidates: trials.flatMap(({ method, wape }) => (wape === null ? [] : [{ method, wape }])),
    folds: origins.length,
    coverage80,
    coverage95,
    days: forecastDays(grid, model.at(grid.past), calibration, horizon, endOf(history)),
    past: pastDays(grid, trial, calibration, origins, history),
    notes: [
      ...historyNotes(grid, history, whole.level),
      ...odd.notes,
      ...(origins.length === 0 ? [shortHistory(grid)] : []),
      ...horizonNotes(grid),
    ],
    ...rangeOf(grid),
  };
}

/**
 * From the first contact to the last day of which something is known, in order of time: the years before a queue was
 * opened say nothing of it.
 */
function knownPart(history: readonly ObservedDay[]): ObservedDay[] {
  const days = [...history].sort((a, b) => (a.date < b.date ? -1 : 1));
  const isKnown = ({ values }: ObservedDay) => values.some((value) => value !== null);
  const isUsed = ({ values }: ObservedDay) => values.some((value) => value !== null && value > 0);
  const first = days.some(isUsed) ? days.findIndex(isUsed) : days.findIndex(isKnown);
  return first < 0 ? [] : days.slice(first, days.findLastIndex(isKnown) + 1);
}

/** Less than a week, or nothing at all. */
function untried(grid: Grid, history: readonly ObservedDay[], horizon: readonly Day[]): Forecast {
  const nothing = { wape: null, candidates: [], folds: 0, coverage80: null, coverage95: null, past: [] };
  if (grid.past === 0) {
    const range = { historyFrom: null, historyTo: null };
    return { method: 'none', ...nothing, days: horizon.map(unknownDay), notes: [], ...range };
  }
  const model = meanDay(grid);
  const calibration = { intervals: intervalsOf(NO_ERRORS), widening: [] };
  const days = forecastDays(grid, model.at(grid.past), calibration, horizon, endOf(history));
  const notes = [shortHistory(grid), ...horizonNotes(grid)];
  return { method: model.method, ...nothing, days, notes, ...rangeOf(grid) };
}

const NOTHING = new Float64Array(0);
const NO_ERRORS = { forecasts: NOTHING, actuals: NOTHING, widen: NOTHING, count: 0 };

function rangeOf(grid: Grid) {
  return { historyFrom: dateOf(grid.first), historyTo: dateOf(grid.first + grid.past - 1) };
}

/** End of the last day, UTC ms, by the length of its intervals. */
function endOf(history: readonly ObservedDay[]): number {
  const { starts } = history.at(-1)!;
  return starts.at(-1)! + (starts.length > 1 ? starts.at(-1)! - starts.at(-2)! : 0);
}

function pastDays(
  grid: Grid,
  trial: Trial,
  calibration: Calibration,
  origins: readonly number[],
  history: readonly ObservedDay[],
): ForecastedDay[] {
  const byDate = new Map(history.map((day) => [day.date, day]));
  const days: ForecastedDay[] = [];
  origins.forEach((origin, fold) => {
    let made: number | null = null;
    for (let ahead = 0; ahead < WEEK; ahead++) {
      const day = byDate.get(dateOf(grid.first + origin + ahead));
      if (!day) continue;
      made ??= day.starts[0]!;
      const { date, weekday, starts, places } = day;
      const values = trial.forecasts[fold]!.subarray(ahead * grid.perDay, (ahead + 1) * grid.perDay);
      days.push(
        rowOf({ date, weekday, starts, places }, values, calibration, widenOf(grid, origin + ahead), made),
      );
    }
  });
  return days;
}
