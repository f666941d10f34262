import type { SeriesForecast } from '../forecast/series-forecast.ts';
import type { Model } from './terms.ts';

/** An interval of a series as it is forecast. */
export interface ForecastInterval {
  /** UTC ms; `to` is not in it. */
  readonly from: number;
  readonly to: number;
  /** Null where nothing is forecast. */
  readonly contacts: number | null;
  /** Null where nothing was ever handled. */
  readonly ahtMs: number | null;
  /** Contacts that came; null where that is not known. */
  readonly actual: number | null;
}

/** An interval with who is needed in it. Null: not known, or without meaning (see the model). */
export interface StaffedInterval {
  readonly from: number;
  readonly contacts: number | null;
  readonly ahtMs: number | null;
  readonly erlangs: number | null;
  /** Fewest agents who reach the goal. */
  readonly required: number | null;
  /** With what is lost to shrinkage, not rounded yet. */
  readonly paid: number | null;
  /** Those whom the figures below are of: the required ones, or as many as were asked about. */
  readonly agents: number | null;
  readonly serviceLevel: number | null;
  readonly occupancy: number | null;
  readonly asaMs: number | null;
  readonly abandonment: number | null;
  readonly model: Model | 'mixed';
}

/** @param lengthMs of an interval that nothing follows */
export function intervalsOf({ days }: SeriesForecast, change: number, lengthMs: number): ForecastInterval[] {
  const intervals: ForecastInterval[] = [];
  days.forEach((day, index) => {
    const next = days[index + 1]?.starts[0] ?? Number.POSITIVE_INFINITY;
    day.starts.forEach((from, place) => {
      const contacts = day.forecast[place] ?? null;
      intervals.push({
        from,
        to: Math.min(day.starts[place + 1] ?? next, from + lengthMs),
        contacts: contacts === null ? null : contacts * (1 + change),
        ahtMs: day.aht[place] ?? null,
        actual: day.actual[place] ?? null,
      });
    });
  });
  return intervals;
}
