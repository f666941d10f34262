import { dayVariation, variationOfBand } from '../../domain/intraday/day-variation.ts';
import { type ReforecastDay, reforecast } from '../../domain/intraday/reforecast.ts';
import type { ForecastDay, SeriesForecast } from '../forecast/series-forecast.ts';
import type { Actuals } from './actuals.ts';
import { knownPart, type RunningDay } from './running-day.ts';

/** A series on the day that runs: what was forecast, what came, and what is to be expected now. */
export interface RunningSeries {
  readonly queue: string | null;
  readonly channel: string | null;
  readonly today: ForecastDay;
  readonly actuals: Actuals;
  readonly anew: ReforecastDay;
}

/**
 * Forecasts the rest of the day of a series anew. How far its days differ from their forecasts, the past days of the
 * forecast tell; where they are too few, its band does.
 *
 * @returns null where the forecast has no such day
 */
export function runningSeries(
  { queue, channel, days }: SeriesForecast,
  day: RunningDay,
  actuals: Actuals,
): RunningSeries | null {
  const today = days.find(({ date }) => date === day.date);
  if (today === undefined) return null;
  const intervals = day.intervals.map((interval, i) => ({
    forecast: today.forecast[i] ?? null,
    lower80: today.lower80[i] ?? null,
    upper80: today.upper80[i] ?? null,
    actual: actuals.contacts[i] ?? null,
    known: knownPart(interval, day),
  }));
  const variation = dayVariation(days.filter(({ date }) => date < day.date)) ?? variationOfBand(intervals);
  return { queue, channel, today, actuals, anew: reforecast(intervals, variation) };
}

/** Contacts that an interval is staffed for: as forecast where it is over, as expected now where it is not. */
export function contactsOf({ today, anew }: RunningSeries, i: number): number | null {
  return anew.intervals[i]?.reforecast ?? today.forecast[i] ?? null;
}

/** Sums of a day; null where nothing was forecast. What came in an interval that is over counts as it came. */
export function totalsOf({ today, actuals, anew }: RunningSeries) {
  const forecast = sumOf(today.forecast);
  const expected = today.forecast.map((one, i) =>
    one === null ? null : (anew.intervals[i]?.reforecast ?? actuals.contacts[i] ?? null),
  );
  return { forecast, actual: sumOf(actuals.contacts), reforecast: sumOf(expected) };
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
