import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import { anchorOf, type FactMetric } from '../../metrics/definition/metric.ts';
import { figureSql } from '../../metrics/evaluate/sql.ts';
import { factRows } from '../../metrics/rows/facts.ts';
import { figuresQuery, type RangeRequest } from '../../metrics/rows/source.ts';
import type { Slot } from './slots.ts';
import { type Statistic, statisticOf } from './statistic.ts';

export interface HoursOfWeekRequest extends Omit<RangeRequest, 'groupBy' | 'starts'> {
  metric: FactMetric;
  statistic: Statistic;
  /** Every interval that the range touches, in order. */
  slots: readonly Slot[];
  perDay: number;
  /** Dates that are left out. */
  without: ReadonlySet<string>;
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

export interface DayRow {
  /** 1 is Monday. */
  day: number;
  weekday: (typeof DAYS)[number];
  /** From midnight on. */
  values: (number | null)[];
}

/**
 * A figure by interval of the week.
 *
 * The mean of a count is that of the intervals that the range touches; of any other figure it is the figure of all of
 * them together. Other statistics are of the values week by week, of intervals that lie wholly in the range and are
 * over: a part of one would pass for a quiet one. A count without facts is 0, any other figure is none.
 *
 * An interval of the week that the range does not touch, or not before now, is null.
 */
export async function queryHoursOfWeek(
  clickhouse: ClickHouse,
  request: HoursOfWeekRequest,
): Promise<DayRow[]> {
  const { perDay } = request;
  const slots = request.slots.filter(({ start, date }) => start < request.now && !request.without.has(date));
  const values = await valuesByPlace(clickhouse, request, slots);
  return DAYS.map((weekday, day) => ({
    day: day + 1,
    weekday,
    values: Array.from({ length: perDay }, (_, interval) => values.get(day * perDay + interval) ?? null),
  }));
}

async function valuesByPlace(
  clickhouse: ClickHouse,
  request: HoursOfWeekRequest,
  slots: readonly Slot[],
): Promise<ReadonlyMap<number, number | null>> {
  const { metric, statistic, now } = request;
  if (slots.length === 0) return new Map();
  const isCount = metric.unit === 'count';
  if (statistic === 'mean' && !isCount) return figureByPlace(clickhouse, request, slots);
  const figures = await figureBySlot(clickhouse, request);
  const weeks = new Map<number, number[]>();
  for (const { start, end, place, whole } of slots) {
    const values = getOrInsert(weeks, place, () => []);
    if (statistic !== 'mean' && !(whole && end <= now)) continue;
    const value = figures.get(start) ?? (isCount ? 0 : null);
    if (value !== null) values.push(value);
  }
  return new Map(
    [...weeks].map(([place, values]) => [
      place,
      statistic === 'mean' ? sum(values) / values.length : statisticOf(statistic, values),
    ]),
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The figure of each interval, by its begin. */
async function figureBySlot(
  clickhouse: ClickHouse,
  request: HoursOfWeekRequest,
): Promise<ReadonlyMap<number, number | null>> {
  const figures = [{ id: 'value', figure: request.metric.figure }];
  const rows = await clickhouse.query<{ bucket: number; value: number | null }>(
    figuresQuery(rowsOf(request), [], figures),
  );
  return new Map(rows.map(({ bucket, value }) => [Number(bucket), value]));
}

/** Of no place: intervals that are left out. */
const NOWHERE = 65_535;

/** The figure of all intervals of one name together, by their place in the week. */
async function figureByPlace(
  clickhouse: ClickHouse,
  request: HoursOfWeekRequest,
  slots: readonly Slot[],
): Promise<ReadonlyMap<number, number | null>> {
  const rows = rowsOf(request);
  const found = await clickhouse.query<{ place: number; value: number | null }>({
    sql: `SELECT transform(${rows.bucket}, {begins:Array(Int64)}, {places:Array(UInt16)}, ${NOWHERE})::UInt16 AS place,
  (${figureSql(request.metric.figure)})::Nullable(Float64) AS value
FROM ${rows.from}
GROUP BY place`,
    params: {
      ...rows.params,
      begins: slots.map(({ start }) => start),
      places: slots.map(({ place }) => place),
    },
  });
  return new Map(found.map(({ place, value }) => [place, value]));
}

function rowsOf(request: HoursOfWeekRequest) {
  const { metric, slots } = request;
  const starts = slots.map(({ start }) => start);
  return factRows({ ...request, starts, groupBy: [] }, { facts: metric.facts, anchor: anchorOf(metric) });
}
