import type { Parameters } from '../lib/clickhouse/client.ts';
import { DIMENSION_COLUMNS } from '../metrics/definition/metric.ts';
import { filterSql, groupColumns } from '../metrics/filters.ts';
import type { RangeRequest } from '../metrics/rows/source.ts';
import { CUT_COLUMNS, type Cut } from './cuts.ts';
import { DAYS_TABLE } from './filling.ts';
import { DAY_MS } from './known-days.ts';
import { HOUR_MS } from './notes.ts';
import type { Rows, Span } from './plan.ts';

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

/** What rows of roll-ups are of. Days are a source of their own. */
export type Unit = 'hour' | 'day';

/** Of what a question reads rows. */
export function unitsOf({ hours, days }: Rows): Unit[] {
  return [...(hours.length > 0 ? (['hour'] as const) : []), ...(days.length > 0 ? (['day'] as const) : [])];
}

/** Where sums are kept. */
export const SUMS_TABLE: Readonly<Record<Unit, string>> = { hour: 'rollups', day: DAYS_TABLE };

/** SQL of the begin of a rolled up hour, or day, UTC ms. */
export const HOUR_MS_SQL = 'toInt64(toUnixTimestamp(hour)) * 1000';

/** SQL of the dimensions that are grouped by, to follow another column: with their columns, and their names alone. */
export function groupsOf({ groupBy }: RangeRequest): { groups: string; names: string } {
  return { groups: groupColumns(groupBy), names: groupBy.map((dimension) => `, ${dimension}`).join('') };
}

/**
 * Which rows of roll-ups a question takes, and which of their cells, to follow ARRAY JOIN. Rows are chosen by PREWHERE, on
 * columns of the key alone: WHERE comes after ARRAY JOIN, and of other sources the arrays have other lengths, so that it
 * would be for the optimizer to keep them from being joined.
 *
 * Only conditions that leave something out: to read a statement and to plan it takes the engine longer than most of them
 * run.
 *
 * @param more conditions on cells
 * @param cut the parameter that names it, where it is not that of the unit
 */
export function rolledRows(
  { filters }: RangeRequest,
  unit: Unit,
  rows: Rows,
  more: readonly string[] = [],
  cut = `${unit}_cut`,
): string {
  const { some, no } = exceptionsOf(beginsOf(rows, unit), LENGTHS[unit]);
  const ofKey = [
    `source = {${unit}_source:String}`,
    `cut = {${cut}:String}`,
    `hour >= toDateTime({first_${unit}:UInt32}, 'UTC')`,
    `hour <= toDateTime({last_${unit}:UInt32}, 'UTC')`,
    ...(some.length > 0 ? [`toUnixTimestamp(hour) IN {some_${unit}:Array(UInt32)}`] : []),
    ...(no.length > 0 ? [`toUnixTimestamp(hour) NOT IN {no_${unit}:Array(UInt32)}`] : []),
  ];
  const ofCells = [...filterSql(filters).conditions, ...more];
  return `PREWHERE ${ofKey.join(' AND ')}${ofCells.length === 0 ? '' : `\n  WHERE ${ofCells.join(' AND ')}`}`;
}

/** The rows of a unit that a question takes. */
export interface RowsOf {
  /** Of the source of the unit. */
  name: string;
  cut: Cut;
  /** UTC ms, ascending. */
  begins: readonly number[];
}

/** What `rolledRows` binds. */
export function rowsParams(unit: Unit, { name, cut, begins }: RowsOf): Parameters {
  const { some, no } = exceptionsOf(begins, LENGTHS[unit]);
  return {
    [`${unit}_source`]: name,
    [`${unit}_cut`]: cut.name,
    [`first_${unit}`]: (begins[0] ?? 0) / 1_000,
    [`last_${unit}`]: (begins.at(-1) ?? 0) / 1_000,
    ...(some.length > 0 ? { [`some_${unit}`]: some } : {}),
    ...(no.length > 0 ? { [`no_${unit}`]: no } : {}),
  };
}

const LENGTHS: Readonly<Record<Unit, number>> = { hour: HOUR_MS, day: DAY_MS };

const beginsOf = ({ hours, days }: Rows, unit: Unit) => (unit === 'hour' ? hours : days);

/**
 * What is left out between the first and the last begin; or, where most is, what is not: the key finds it only if it is
 * named. In seconds; one of both is empty.
 */
function exceptionsOf(begins: readonly number[], lengthMs: number): { some: number[]; no: number[] } {
  const there = new Set(begins);
  const no: number[] = [];
  for (let begin = begins[0] ?? 0; begin < (begins.at(-1) ?? 0); begin += lengthMs)
    if (!there.has(begin)) no.push(begin / 1_000);
  return begins.length < no.length
    ? { some: begins.map((begin) => begin / 1_000), no: [] }
    : { some: [], no };
}

/** The columns of dimensions that a question needs of a cut. */
export function neededOf({ groupBy, filters }: RangeRequest, { columns }: Cut): string[] {
  const needed = new Set<string>(groupBy.map((dimension) => DIMENSION_COLUMNS[dimension]));
  for (const [dimension, values] of Object.entries(filters)) {
    if (values.length > 0) needed.add(DIMENSION_COLUMNS[dimension as keyof typeof DIMENSION_COLUMNS]);
  }
  return CUT_COLUMNS.filter((column) => columns.includes(column) && needed.has(column));
}
