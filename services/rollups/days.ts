import type { ClickHouse, Parameters, Query } from '../lib/clickhouse/client.ts';
import { isByQuarter } from './agent-cuts.ts';
import { CUT_COLUMNS, type Cut, type CutColumn } from './cuts.ts';
import type { Filling, OfDay } from './filling.ts';
import { DAY_MS } from './known-days.ts';
import { listOf, masked, maskedNames } from './masks.ts';
import { daysOf } from './names.ts';
import { fillingSql, fillingsOf } from './recompute.ts';
import type { Source } from './sources.ts';
import { VERSION } from './version.ts';

/**
 * Sums up days from what is kept of their hours. May be repeated, and may run at the same time as another of its like:
 * what a day was made of was known before its rows were read, so that they are of these hours or of later ones.
 *
 * @param days UTC ms, each with the sum of the versions of its hours; at least one
 * @param now UTC ms
 */
export async function makeDays(
  clickhouse: ClickHouse,
  source: Source,
  days: ReadonlyMap<number, number>,
  now: number,
): Promise<void> {
  for (const { sql, params } of makings(source, days, now)) await clickhouse.command(sql, params);
}

/** The statements, in order: the last one says of which hours the days are. */
function makings(source: Source, days: ReadonlyMap<number, number>, now: number): Query[] {
  const begins = [...days.keys()];
  const params = daysParams(source, begins);
  return [
    ...dayFillings(source, begins, now).map((one) => ({ sql: fillingSql(one), params })),
    {
      sql: `INSERT INTO rollup_hours (source, hour, version, facts)
SELECT {name:String}, toDateTime(day, 'UTC'), ${VERSION}, made_of
FROM (SELECT arrayJoin(arrayZip({hours:Array(UInt32)}, {made_of:Array(UInt64)})) AS one, one.1 AS day, one.2 AS made_of)`,
      params: { ...params, made_of: begins.map((day) => days.get(day)!) },
    },
  ];
}

/** All that is kept of some days of a source, from what is kept of their hours. Their SQL sees what `daysParams` binds. */
export function dayFillings(source: Source, days: readonly number[], now: number): Filling[] {
  return fillingsOf(source, days, now, 'tellings').flatMap(({ day, ...hourly }) => {
    if (day === undefined) return [];
    const cuts = day.cuts ?? hourly.cuts.filter((cut) => !isByQuarter(cut));
    const cells = day.kind === 'each' ? eachOf(hourly, day) : togetherOf(hourly, day, cuts);
    return [{ ...hourly, table: day.table ?? hourly.table, cuts, cells, params: {} }];
  });
}

/** What the SQL of days binds. @param days begins, UTC ms; at least one */
export function daysParams(source: Source, days: readonly number[]): Parameters {
  return {
    name: daysOf(source),
    of_hours: source.name,
    hours: days.map((day) => day / 1_000),
    first: Math.min(...days) / 1_000,
    after: (Math.max(...days) + DAY_MS) / 1_000,
  };
}

function togetherOf(
  { table, name, cuts: hourly, dimensions, kept }: Filling,
  { merge }: Extract<OfDay, { kind: 'together' }>,
  cuts: readonly Cut[],
): string {
  const made = hourly.flatMap((from) => {
    const of = cuts.filter((cut) => from === hourly.find((one) => covers(one, cut)));
    return of.length === 0 ? [] : [{ from, of }];
  });
  const columns = dimensions.filter(isCutColumn);
  const alike = [
    ...dimensions.filter((one) => !isCutColumn(one)).map((one) => [one, `c_${one}`]),
    ...kept.filter((one) => !(one in merge)).map((one) => [one, `k_${one}`]),
  ];
  const merged = Object.entries(merge).map(([column, by]) => `${by}(${column}) AS k_${column}`);
  return `SELECT ${['hour', 'cut', masked(cuts, columns), ...alike.map(([own, as]) => `${own} AS ${as}`), ...merged].join(', ')}
FROM (
  SELECT toStartOfDay(${table}.hour) AS hour, cut::String AS hourly_cut, ${[...dimensions, ...kept].join(', ')}
  FROM ${table} FINAL ARRAY JOIN ${[...dimensions, ...kept].join(', ')}
  PREWHERE ${hoursOfDays({ table, name })} AND cut IN ${listOf(made.map(({ from }) => from))}
)
ARRAY JOIN multiIf(${made.map(({ from, of }) => `hourly_cut = '${from.name}', ${listOf(of)}`).join(', ')}, []) AS cut
GROUP BY ${['hour', 'cut', maskedNames(columns), ...alike.map(([, as]) => as)].join(', ')}`;
}

function eachOf(
  { table, name, dimensions, kept }: Filling,
  { where }: Extract<OfDay, { kind: 'each' }>,
): string {
  const columns = [
    ...dimensions.map((one) => `${one} AS c_${one}`),
    ...kept.map((one) => `${one} AS k_${one}`),
  ];
  return `SELECT *
FROM (
  SELECT toStartOfDay(${table}.hour) AS hour, cut::String AS cut, ${columns.join(', ')}
  FROM ${table} FINAL ARRAY JOIN ${[...dimensions, ...kept].join(', ')}
  PREWHERE ${hoursOfDays({ table, name })}
)
WHERE ${where}`;
}

function hoursOfDays({ table, name }: Pick<Filling, 'table' | 'name'>): string {
  return [
    `source = ${name.replace('{name:String}', '{of_hours:String}')}`,
    `${table}.hour >= toDateTime({first:UInt32}, 'UTC')`,
    `${table}.hour < toDateTime({after:UInt32}, 'UTC')`,
    `toUnixTimestamp(toStartOfDay(${table}.hour)) IN {hours:Array(UInt32)}`,
  ].join(' AND ');
}

const covers = (one: Cut, other: Cut) => other.columns.every((column) => one.columns.includes(column));

const isCutColumn = (column: string): column is CutColumn =>
  (CUT_COLUMNS as readonly string[]).includes(column);
