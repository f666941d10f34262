import type { Parameters } from '../lib/clickhouse/client.ts';
import { DIMENSION_COLUMNS } from '../metrics/definition/metric.ts';
import { filterSql, groupColumns } from '../metrics/filters.ts';
import type { RangeRequest } from '../metrics/rows/source.ts';
import { CUT_COLUMNS, type Cut } from './cuts.ts';
import { HOUR_MS } from './notes.ts';
import type { Plan, Span } from './plan.ts';

/** Range by range, so that the key and the index of ends leave out what lies between. */
export function rangesSql(column: string, ranges: readonly Span[]): string {
  if (ranges.length === 0) return '0';
  const each = ranges.map(
    (_, i) =>
      `(${column} >= fromUnixTimestamp64Milli({raw_from_${i}:Int64}) AND ${column} < fromUnixTimestamp64Milli({raw_to_${i}:Int64}))`,
  );
  return `(${each.join(' OR ')})`;
}

/** How long they are together, ms. */
export function lengthOf(ranges: readonly Span[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0);
}

export function rangesParams(ranges: readonly Span[]): Parameters {
  return Object.fromEntries(
    ranges.flatMap(({ from, to }, i) => [
      [`raw_from_${i}`, from],
      [`raw_to_${i}`, to],
    ]),
  );
}

/** SQL of the begin of a rolled up hour, UTC ms. */
export const HOUR_MS_SQL = 'toInt64(toUnixTimestamp(hour)) * 1000';

/** SQL of the dimensions that are grouped by, to follow another column: with their columns, and their names alone. */
export function groupsOf({ groupBy }: RangeRequest): { groups: string; names: string } {
  return { groups: groupColumns(groupBy), names: groupBy.map((dimension) => `, ${dimension}`).join('') };
}

/** Conditions on the rows of roll-ups that a plan takes. */
const ROLLED = [
  'source = {source:String}',
  'cut = {cut:String}',
  "hour >= toDateTime({first_hour:UInt32}, 'UTC')",
  "hour <= toDateTime({last_hour:UInt32}, 'UTC')",
  'toUnixTimestamp(hour) NOT IN {left_out:Array(UInt32)}',
];

export function rolledWhere({ filters }: RangeRequest): string {
  return [...ROLLED, ...filterSql(filters).conditions].join(' AND ');
}

export function hoursParams({ hours }: Plan): Parameters {
  const first = hours[0]!;
  const last = hours.at(-1)!;
  const there = new Set(hours);
  const leftOut: number[] = [];
  for (let hour = first; hour <= last; hour += HOUR_MS) if (!there.has(hour)) leftOut.push(hour / 1_000);
  return { first_hour: first / 1_000, last_hour: last / 1_000, left_out: leftOut };
}

/** The columns of dimensions that a question needs of a cut. */
export function neededOf({ groupBy, filters }: RangeRequest, { columns }: Cut): string[] {
  const needed = new Set<string>(groupBy.map((dimension) => DIMENSION_COLUMNS[dimension]));
  for (const [dimension, values] of Object.entries(filters)) {
    if (values.length > 0) needed.add(DIMENSION_COLUMNS[dimension as keyof typeof DIMENSION_COLUMNS]);
  }
  return CUT_COLUMNS.filter((column) => columns.includes(column) && needed.has(column));
}
