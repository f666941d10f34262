import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import type { PlanningInterval } from '../days.ts';
import type { ForecastRequest, Forecasts, SeriesForecast } from '../forecast/series-forecast.ts';
import { readActuals } from './actuals.ts';
import { readPeople } from './people.ts';
import { runningDay } from './running-day.ts';
import { type RunningSeries, runningSeries, totalsOf } from './series.ts';
import {
  mendOf,
  missedIn,
  type StaffedInterval,
  type StaffedSeries,
  staffedSeries,
  togetherOf,
} from './staffed.ts';
import type { IntradayStaffing } from './staffing-port.ts';
import { readWorkShares } from './work-shares.ts';

export interface IntradayRequest {
  /** UTC ms. */
  now: number;
  /** What came before is counted, UTC ms; null where nothing ever was. */
  asOf: number | null;
  interval: PlanningInterval;
  zone: string;
  filters: ForecastRequest['filters'];
  groupBy: readonly ('queue' | 'channel')[];
}

/** An interval of today. Times are UTC ms; people may be parts of agents, where some serve several queues. */
export interface IntradayRow {
  from: number;
  queue: string | null;
  channel: string | null;
  /** Null while the interval is not over. */
  actual: number | null;
  forecast: number | null;
  /** Of intervals that are not over: what they will bring in all, and the borders between which 80 of a hundred lie. */
  reforecast: number | null;
  lower80: number | null;
  upper80: number | null;
  required: number | null;
  scheduled: number | null;
  present: number | null;
  serviceLevel: number | null;
  expectedServiceLevel: number | null;
  /** Present less required; of the future, scheduled less required. */
  gap: number | null;
}

export interface Intraday {
  date: string;
  from: number;
  to: number;
  series: (Pick<RunningSeries, 'queue' | 'channel'> & {
    /** By what the day is taken to differ from its forecast, and how sure that is (standard deviation). */
    factor: number;
    deviation: number;
    /** Of the whole day. */
    forecast: number | null;
    actual: number | null;
    reforecast: number | null;
  })[];
  missed: ReturnType<typeof missedIn>;
  mend: ReturnType<typeof mendOf>;
  rows: IntradayRow[];
}

/** The past days by which a series' variation is told. */
const PAST_MS = 28 * 86_400_000;
const EACH = ['queue', 'channel'] as const;

export interface IntradayDeps {
  clickhouse: ClickHouse;
  forecasts: Forecasts;
  staffing: IntradayStaffing;
}

/** Today as it goes: what came against what was forecast, the rest forecast anew, and who is needed and there for it. */
export async function queryIntraday(
  { clickhouse, forecasts, staffing }: IntradayDeps,
  { now, asOf, interval, zone, filters, groupBy }: IntradayRequest,
): Promise<Intraday> {
  const day = runningDay(now, asOf, interval, zone);
  const read = async (by: readonly ('queue' | 'channel')[]): Promise<RunningSeries[]> => {
    const [found, actualsOf] = await Promise.all([
      forecasts.of({ from: day.from - PAST_MS, to: day.to, interval, zone, filters, groupBy: by }),
      readActuals(clickhouse, day, by, filters),
    ]);
    return found.flatMap((series: SeriesForecast) => runningSeries(series, day, actualsOf(series)) ?? []);
  };
  const isEach = EACH.every((dimension) => groupBy.includes(dimension));
  const staffingOf = await staffing.read(filters, now);
  // People are told of each queue and channel: all together, everybody would seem to answer everything.
  const [each, coarser, people, shares] = await Promise.all([
    read(EACH),
    isEach ? null : read(groupBy),
    readPeople(clickhouse, day),
    readWorkShares(clickhouse, day.from, (series) => staffingOf(series)?.terms.concurrency ?? 1),
  ]);
  const shown = coarser ?? each;
  const staffed = staffedSeries(each, day, staffingOf, people, shares);
  return {
    date: day.date,
    from: day.from,
    to: day.to,
    series: shown.map((series) => ({
      queue: series.queue,
      channel: series.channel,
      factor: series.anew.factor,
      deviation: series.anew.deviation,
      ...totalsOf(series),
    })),
    missed: staffed.flatMap(missedIn),
    mend: staffed.flatMap(mendOf),
    rows: day.intervals.flatMap(({ from }, i) =>
      shown.map((series) => {
        const within = staffed.filter((one) => isOf(one, series)).map(({ intervals }) => intervals[i]!);
        return rowOf(series, i, within, from <= now);
      }),
    ),
  };
}

function isOf(one: StaffedSeries, { queue, channel }: RunningSeries): boolean {
  return (queue === null || one.queue === queue) && (channel === null || one.channel === channel);
}

function rowOf(
  { queue, channel, today, actuals, anew }: RunningSeries,
  i: number,
  staffed: readonly StaffedInterval[],
  hasBegun: boolean,
): IntradayRow {
  const required = together(staffed.map((one) => one.required));
  const scheduled = together(staffed.map((one) => one.scheduled));
  const present = together(staffed.map((one) => one.present));
  const people = hasBegun ? present : scheduled;
  const rest = anew.intervals[i] ?? null;
  return {
    from: today.starts[i]!,
    queue,
    channel,
    // Of an interval that runs a part has come, which beside whole ones would look like a fall.
    actual: rest === null ? (actuals.contacts[i] ?? null) : null,
    forecast: today.forecast[i] ?? null,
    reforecast: rest?.reforecast ?? null,
    lower80: rest?.lower80 ?? null,
    upper80: rest?.upper80 ?? null,
    required: rounded(required),
    scheduled: rounded(scheduled),
    present: rounded(present),
    serviceLevel: actuals.serviceLevel[i] ?? null,
    expectedServiceLevel: togetherOf(staffed),
    gap: people === null || required === null ? null : rounded(people - required),
  };
}

/** Parts of agents are sums of shares: a thousandth of one is two seconds of half an hour. */
function rounded(agents: number | null): number | null {
  return agents === null ? null : Math.round(agents * 1_000) / 1_000;
}

/** The sum of what is known; null where nothing is. */
function together(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
