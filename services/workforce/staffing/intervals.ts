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
  const starts = days.flatMap((day) => day.starts);
  return days
    .flatMap((day) =>
      day.starts.map((from, place) => ({
        from,
        contacts: day.forecast[place] ?? null,
        ahtMs: day.aht[place] ?? null,
        actual: day.actual[place] ?? null,
      })),
    )
    .map((each, i) => ({
      ...each,
      to: Math.min(starts[i + 1] ?? Number.POSITIVE_INFINITY, each.from + lengthMs),
      contacts: each.contacts === null ? null : each.contacts * (1 + change),
    }));
}
