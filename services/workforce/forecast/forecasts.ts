import { DateTime } from 'luxon';
import type { ContactCenter } from '../../center/contact-center.ts';
import type { Day } from '../../domain/forecast/day.ts';
import { type Forecast, forecast } from '../../domain/forecast/forecast.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { HttpProblem } from '../../lib/http/problems.ts';
import { inSlices } from '../../lib/in-slices.ts';
import { readFreshness } from '../../metrics/freshness.ts';
import { daysOf, PER_DAY, type PlanningInterval } from '../days.ts';
import { seriesKey } from '../series-key.ts';
import { answerOf } from './answer.ts';
import { readHistory, type SeriesHistory } from './history.ts';
import { createKeeping } from './keeping.ts';
import { type KnownDays, knownDays } from './known.ts';
import { type Observed, observedDays } from './observed.ts';
import type { ForecastRequest, Forecasts, SeriesForecast } from './series-forecast.ts';

/** Thirteen weeks. */
export const MAX_AHEAD_DAYS = 91;

/** A year and the weeks around the same days of the last one. */
const HISTORY_DAYS = 56 * 7;

/** Most series that are forecast at once: a forecast of one takes tens of milliseconds. */
const MAX_SERIES = 1_000;

interface Deps {
  readonly clickhouse: ClickHouse;
  readonly center: () => ContactCenter;
  readonly now: () => number;
}

/** A forecast is made anew after this time, as events that come late change the past. */
const HOLDS_MS = 15 * 60_000;

/** Kept in memory: a series takes about three megabytes, more in quarters of an hour and less in hours. */
const MAX_KEPT_SERIES = 200;

/** A series as it is kept: all that a forecast tells, of which an answer takes some days. */
interface KeptSeries extends Pick<SeriesForecast, 'queue' | 'channel'> {
  readonly observed: Observed;
  readonly known: KnownDays;
  readonly forecast: Forecast;
}

/**
 * Forecasts made of what ClickHouse holds, each from whole days up to the last midnight of the zone. They are kept until
 * the next one, but for minutes only.
 */
export function createForecasts({ clickhouse, center, now }: Deps): Forecasts {
  const limits = { holdsMs: HOLDS_MS, size: MAX_KEPT_SERIES };
  const keeping = createKeeping<readonly KeptSeries[]>(now, limits, (series) => series.length);
  const planningDays = createPlanningDays();

  return {
    async of(request) {
      const { zone, interval, filters, groupBy } = request;
      const calendar = planningDays(now(), interval, zone);
      const reference = center();
      const forecastOf = (history: SeriesHistory) => forecastSeries(history, calendar, request, reference);
      const key = JSON.stringify([zone, interval, filters, groupBy, calendar.today]);
      const [kept, current] = await Promise.all([
        keeping.get(key, reference, async () => {
          const series: KeptSeries[] = [];
          const histories = await readDays(clickhouse, calendar.past, calendar.today, request);
          await inSlices(histories, (history) => series.push(forecastOf(history)));
          return series;
        }),
        readCurrent(clickhouse, calendar, request, now()),
      ]);
      const keptKeys = new Set(kept.map(seriesKey));
      const begun = current.series.filter((one) => !keptKeys.has(seriesKey(one)));
      return [...kept, ...begun.map((one) => forecastOf(noHistory(one)))]
        .map((one) => answerOf(one, calendar, request, current))
        .sort((a, b) => (seriesKey(a) < seriesKey(b) ? -1 : 1));
    },
  };
}

/** The days that planning looks at: a year back, and ahead from today on. */
interface PlanningDays {
  readonly past: readonly Day[];
  readonly ahead: readonly Day[];
  /** Begin of the first of `ahead`, UTC ms. */
  readonly today: number;
}

/** Days are made once a day, interval and zone: they are hundreds, and each question needs them. */
function createPlanningDays() {
  const kept = new Map<string, PlanningDays>();
  return (now: number, interval: PlanningInterval, zone: string): PlanningDays => {
    const today = DateTime.fromMillis(now, { zone }).startOf('day');
    const key = `${interval} ${zone}`;
    const known = kept.get(key);
    if (known?.today === today.toMillis()) return known;
    const until = (days: number) => today.plus({ days }).toMillis();
    const made: PlanningDays = {
      past: daysOf(until(-HISTORY_DAYS), today.toMillis(), interval, zone),
      ahead: daysOf(today.toMillis(), until(MAX_AHEAD_DAYS + 1), interval, zone),
      today: today.toMillis(),
    };
    kept.set(key, made);
    return made;
  };
}

/** The history of each series on some days. */
async function readDays(
  clickhouse: ClickHouse,
  days: readonly Day[],
  to: number,
  { groupBy, filters }: ForecastRequest,
): Promise<SeriesHistory[]> {
  const starts = days.flatMap((day) => day.starts);
  const range = { from: starts[0]!, to, now: to, starts, groupBy, filters };
  const histories = await readHistory(clickhouse, range);
  if (histories.length <= MAX_SERIES) return histories;
  throw new HttpProblem(400, 'TOO_MANY_SERIES', 'Too many series', {
    detail: `${histories.length} series are more than ${MAX_SERIES}; ask for some queues or channels`,
  });
}

function forecastSeries(
  history: SeriesHistory,
  { past, ahead }: PlanningDays,
  { interval, filters }: ForecastRequest,
  center: ContactCenter,
): KeptSeries {
  const { queue, channel } = history;
  const observed = observedDays(past, history);
  const dates = { from: past[0]!.date, ahead: ahead[0]!.date, to: ahead.at(-1)!.date };
  const known = knownDays(center, history, filters, dates);
  const made = forecast({
    history: observed.contacts,
    horizon: ahead,
    perDay: PER_DAY[interval],
    special: (date) => known.special.get(date) ?? null,
    factor: known.factor,
  });
  return { queue, channel, observed, known, forecast: made };
}

/** What came today, where it is asked for. */
interface Current {
  readonly series: readonly SeriesHistory[];
  /** Intervals that end later are not over yet, or not wholly stored; UTC ms. */
  readonly until: number;
}

async function readCurrent(
  clickhouse: ClickHouse,
  { ahead, today }: PlanningDays,
  request: ForecastRequest,
  now: number,
): Promise<Current> {
  if (request.to <= today || request.from > now) return { series: [], until: today };
  const [series, { asOf }] = await Promise.all([
    readDays(clickhouse, ahead.slice(0, 1), now, request),
    readFreshness(clickhouse, now),
  ]);
  return { series, until: Math.min(now, asOf ?? now) };
}

const noHistory = ({ queue, channel }: SeriesHistory): SeriesHistory => ({
  queue,
  channel,
  offered: new Float64Array(0),
  handled: new Float64Array(0),
  handledMs: new Float64Array(0),
});
