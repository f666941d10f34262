import type { SpecialDay } from '../../domain/calendar/special-day.ts';
import type { Day } from '../../domain/forecast/day.ts';
import type { Filters } from '../../metrics/filters.ts';
import type { PlanningInterval } from '../days.ts';

export interface ForecastRequest {
  /** UTC ms; whole days are forecast, those that [from, to) touches. */
  readonly from: number;
  readonly to: number;
  readonly interval: PlanningInterval;
  /** IANA zone of the days. */
  readonly zone: string;
  readonly filters: Pick<Filters, 'queue' | 'channel' | 'team'>;
  /** A series each; without any, one of all together. */
  readonly groupBy: readonly ('queue' | 'channel')[];
}

/** A day of a forecast; each list has a value an interval of it. */
export interface ForecastDay extends Day {
  /** Contacts expected, and the borders between which 80 and 95 of a hundred lie; null where no forecast is made. */
  readonly forecast: readonly (number | null)[];
  readonly lower80: readonly (number | null)[];
  readonly upper80: readonly (number | null)[];
  readonly lower95: readonly (number | null)[];
  readonly upper95: readonly (number | null)[];
  /** Handling time expected, ms; null where nothing was ever handled. */
  readonly aht: readonly (number | null)[];
  /** Contacts that came; null in the future. */
  readonly actual: readonly (number | null)[];
  /** The forecast knew of nothing from this instant on, UTC ms; null where there is no forecast. */
  readonly made: number | null;
  readonly special: SpecialDay | null;
}

/** Something that a reader of a forecast should know; `text` says it in full. */
export interface ForecastNote {
  readonly kind: string;
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export interface SeriesForecast {
  /** Null where it is not grouped by. */
  readonly queue: string | null;
  readonly channel: string | null;
  readonly days: readonly ForecastDay[];
  /** The way that did best on the past, and what each would have missed: see WAPE in METRICS. Null: too short a past. */
  readonly method: string;
  readonly wape: number | null;
  readonly candidates: readonly { readonly method: string; readonly wape: number }[];
  /** Share of the past within the intervals. */
  readonly coverage80: number | null;
  readonly coverage95: number | null;
  readonly folds: number;
  readonly notes: readonly ForecastNote[];
  /** First and last day of the history, `YYYY-MM-DD`; null without any. */
  readonly historyFrom: string | null;
  readonly historyTo: string | null;
}

/** Forecasts of contacts and handling times. */
export interface Forecasts {
  of(request: ForecastRequest): Promise<SeriesForecast[]>;
}
