import { daysOf } from '../../../services/workforce/days.ts';
import type {
  ForecastDay,
  ForecastRequest,
  Forecasts,
  SeriesForecast,
} from '../../../services/workforce/forecast/series-forecast.ts';

/** A series that is the same every day. */
export interface PlainSeries {
  queue: string;
  channel: string;
  team: string;
  /** Contacts of a half-hour of the clock, 0 to 47. */
  contacts: (place: number) => number;
  ahtMs: number;
  /** By what the past days differed from their forecast, one after the other. */
  factors: readonly number[];
}

/** Forecasts of series that are plain enough to be reckoned by hand; `asked` has what was asked for. */
export function fakeForecasts(series: readonly PlainSeries[], now: number) {
  const asked: ForecastRequest[] = [];
  const forecasts: Forecasts = {
    async of(request) {
      asked.push(request);
      const { queue, channel, team } = request.filters;
      const wanted = series.filter(
        (one) =>
          (queue === undefined || queue.includes(one.queue)) &&
          (channel === undefined || channel.includes(one.channel)) &&
          (team === undefined || team.includes(one.team)),
      );
      const groups = new Map<string, PlainSeries[]>();
      for (const one of wanted) {
        const key = JSON.stringify(request.groupBy.map((dimension) => one[dimension]));
        groups.set(key, [...(groups.get(key) ?? []), one]);
      }
      return [...groups.values()].map((group) => forecastOf(group, request, now));
    },
  };
  return { forecasts, asked };
}

function forecastOf(
  group: readonly PlainSeries[],
  { from, to, interval, zone, groupBy }: ForecastRequest,
  now: number,
): SeriesForecast {
  const days = daysOf(from, to, interval, zone).map((day, number): ForecastDay => {
    const forecast = day.places.map((place) => group.reduce((sum, one) => sum + one.contacts(place), 0));
    const { factors, ahtMs } = group[0]!;
    return {
      ...day,
      forecast,
      lower80: forecast.map((value) => value * 0.8),
      upper80: forecast.map((value) => value * 1.2),
      lower95: forecast.map((value) => value * 0.7),
      upper95: forecast.map((value) => value * 1.3),
      aht: forecast.map(() => ahtMs),
      actual: day.starts.map((start, i) =>
        start < now ? forecast[i]! * factors[number % factors.length]! : null,
      ),
      made: day.starts[0]!,
      special: null,
    };
  });
  return {
    queue: groupBy.includes('queue') ? group[0]!.queue : null,
    channel: groupBy.includes('channel') ? group[0]!.channel : null,
    days,
    method: 'plain',
    wape: 0.1,
    candidates: [],
    coverage80: 0.8,
    coverage95: 0.95,
    folds: 1,
    notes: [],
    historyFrom: days[0]?.date ?? null,
    historyTo: days.at(-1)?.date ?? null,
  };
}
