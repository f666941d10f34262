import { DateTime } from 'luxon';
import type { ClickHouse, Query } from '../../lib/clickhouse/client.ts';
import { anchorOf, type FactMetric } from '../../metrics/definition/metric.ts';
import { figureSql } from '../../metrics/evaluate/sql.ts';
import { factRows } from '../../metrics/rows/facts.ts';
import type { RangeRequest } from '../../metrics/rows/source.ts';

export interface HoursOfWeekRequest extends Omit<RangeRequest, 'groupBy'> {
  metric: FactMetric;
  /** IANA zone whose clocks tell weekday and hour; `starts` are the begins of its hours. */
  zone: string;
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const HOURS = 24;

export interface DayRow {
  /** 1 is Monday. */
  day: number;
  weekday: (typeof DAYS)[number];
  /** From midnight on: a count as the mean of these hours, any other figure of all of them together. */
  hours: (number | null)[];
}

/** A figure by weekday and hour of the day. An hour of the week that the range does not touch is null. */
export async function queryHoursOfWeek(
  clickhouse: ClickHouse,
  request: HoursOfWeekRequest,
): Promise<DayRow[]> {
  const slots = request.starts.map((start) => slotOf(start, request.zone));
  const rows = await clickhouse.query<{ slot: number; value: number | null }>(
    hoursOfWeekQuery(request, slots),
  );
  const values = new Map(rows.map(({ slot, value }) => [slot, value]));
  const isCount = request.metric.unit === 'count';
  return DAYS.map((weekday, day) => ({
    day: day + 1,
    weekday,
    hours: Array.from({ length: HOURS }, (_, hour) => {
      const slot = day * HOURS + hour;
      const times = slots.filter((one) => one === slot).length;
      if (times === 0) return null;
      const value = values.get(slot) ?? null;
      return isCount ? (value ?? 0) / times : value;
    }),
  }));
}

/** Place of an instant in the week on the clocks of a zone: 0 is Monday at midnight. */
function slotOf(at: number, zone: string): number {
  const { weekday, hour } = DateTime.fromMillis(at, { zone });
  return (weekday - 1) * HOURS + hour;
}

/** The figure by hour of the range, with the place in the week instead of the bucket. */
function hoursOfWeekQuery(request: HoursOfWeekRequest, slots: readonly number[]): Query {
  const { metric, starts } = request;
  const rows = factRows({ ...request, groupBy: [] }, { facts: metric.facts, anchor: anchorOf(metric) });
  return {
    sql: `SELECT transform(${rows.bucket}, {hours:Array(Int64)}, {slots:Array(UInt8)}, 255)::UInt8 AS slot,
  (${figureSql(metric.figure)})::Nullable(Float64) AS value
FROM ${rows.from}
GROUP BY slot`,
    params: { ...rows.params, hours: starts, slots },
  };
}
