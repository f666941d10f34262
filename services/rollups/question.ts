import type { Parameters, Query } from '../lib/clickhouse/client.ts';
import type { Figure } from '../metrics/definition/language.ts';
import { DIMENSION_COLUMNS } from '../metrics/definition/metric.ts';
import { type Part, rollupSql } from '../metrics/evaluate/parts.ts';
import { conditionSql, termSql } from '../metrics/evaluate/sql.ts';
import { filterSql, groupColumns } from '../metrics/filters.ts';
import { bucketSql, type RangeRequest } from '../metrics/rows/source.ts';
import { binSql, middleSql } from './bins.ts';
import { columnOf, keptSql, mergedSql } from './cells.ts';
import { CUT_COLUMNS, type Cut } from './cuts.ts';
import { HOUR_MS } from './notes.ts';
import type { Plan } from './plan.ts';
import { type Durations, rolledParts, type Source, sameDurations, samePart } from './sources.ts';

export interface Asked {
  request: RangeRequest;
  source: Source;
  plan: Plan;
  cut: Cut;
}

/** Sums, ratios, means and extremes. Answer: `bucket` (UTC ms), the dimensions, a column a figure. */
export function sumsQuery(asked: Asked, figures: readonly { id: string; figure: Figure }[]): Query {
  const { request, source, plan, cut } = asked;
  const parts = figures
    .flatMap(({ figure }) => rolledParts(figure)!)
    .filter((part, i, all) => all.findIndex((other) => samePart(part, other)) === i);
  const column = (part: Part) => columnOf(source, part);
  const { groups, names } = groupsOf(request);
  const values = figures.map(({ id, figure }) => {
    const sql = rollupSql(figure, column, (part) => mergedSql(source, part))!;
    return `(${sql})::Nullable(Float64) AS ${id}`;
  });
  const hourly = bucketSql('toInt64(toUnixTimestamp(hour)) * 1000', request);
  const instant = bucketSql(`toUnixTimestamp64Milli(${anchorOf(source)})`, request);
  const cells = parts.map((part) => `, ${column(part)}`).join('');
  const arrays = [...arraysOf(request, cut), ...parts.map(column)];
  return {
    sql: `SELECT bucket::Float64 AS bucket${names}${values.map((value) => `, ${value}`).join('')}
FROM (
  SELECT ${hourly.sql} AS bucket${groups}${cells}
  FROM rollups FINAL ${arrays.length > 0 ? `ARRAY JOIN ${arrays.join(', ')}` : ''}
  WHERE ${rolledWhere(request)}
  UNION ALL
  SELECT ${instant.sql} AS bucket${groups}${parts.map((part) => `, ${keptSql(part)} AS ${column(part)}`).join('')}
  FROM facts FINAL
  WHERE ${rawWhere(asked)}
  GROUP BY bucket${names}
)
GROUP BY bucket${names}`,
    params: { ...paramsOf(asked, source.name), ...hourly.params, ...rawParams(plan) },
  };
}

/**
 * Percentiles, by bins: the middle of the bin that the rank lies in. The median is the mean of the bins of both middle
 * ranks, as it is of the values.
 */
export function binsQuery(
  asked: Asked,
  durations: Durations,
  figures: readonly { id: string; level: number }[],
): Query {
  const { request, source, plan, cut } = asked;
  const place = source.durations.findIndex((one) => sameDurations(one, durations));
  const { groups, names } = groupsOf(request);
  const hourly = bucketSql('toInt64(toUnixTimestamp(hour)) * 1000', request);
  const instant = bucketSql(`toUnixTimestamp64Milli(${anchorOf(source)})`, request);
  const arrays = [...arraysOf(request, cut), 'bin', 'n'];
  // A hair less is the nearest rank, a hair more the upper one of two middle ranks.
  const levels = figures.flatMap(({ level }) => (level === 0.5 ? [0.5, 0.5 + HAIR] : [level - HAIR]));
  let next = 1;
  const values = figures.map(({ id, level }) => {
    const middle = () => middleSql(`ranks[${next++}]`);
    const sql = level === 0.5 ? `(${middle()} + ${middle()}) / 2` : middle();
    return `(${sql})::Nullable(Float64) AS ${id}`;
  });
  return {
    sql: `SELECT bucket::Float64 AS bucket${names}, ${values.join(', ')}
FROM (
  SELECT bucket${names}, quantilesExactWeighted(${levels.join(', ')})(bin, n) AS ranks
  FROM (
    SELECT ${hourly.sql} AS bucket${groups}, bin, n
    FROM rollup_bins FINAL ARRAY JOIN ${arrays.join(', ')}
    WHERE ${rolledWhere(request)}
    UNION ALL
    SELECT ${instant.sql} AS bucket${groups}, ${binSql(`(${termSql(durations.of)})`)} AS bin, toUInt32(1) AS n
    FROM facts FINAL
    WHERE ${rawWhere(asked)} AND ${conditionSql(durations.where)}
  )
  GROUP BY bucket${names}
)`,
    params: { ...paramsOf(asked, `${source.name} ${place}`), ...hourly.params, ...rawParams(plan) },
  };
}

const HAIR = 1e-12;

const anchorOf = ({ anchor }: Source) => (anchor === 'start' ? 'at' : 'ended_at');

function groupsOf({ groupBy }: RangeRequest): { groups: string; names: string } {
  return { groups: groupColumns(groupBy), names: groupBy.map((dimension) => `, ${dimension}`).join('') };
}

/** The columns of dimensions that a question needs of a cut. */
function arraysOf({ groupBy, filters }: RangeRequest, { columns }: Cut): string[] {
  const needed = new Set<string>();
  for (const dimension of groupBy) needed.add(DIMENSION_COLUMNS[dimension]);
  for (const [dimension, values] of Object.entries(filters)) {
    if (values.length > 0) needed.add(DIMENSION_COLUMNS[dimension as keyof typeof DIMENSION_COLUMNS]);
  }
  return CUT_COLUMNS.filter((column) => columns.includes(column) && needed.has(column));
}

function rolledWhere(request: RangeRequest): string {
  return [
    'source = {source:String}',
    'cut = {cut:String}',
    "hour >= toDateTime({first_hour:UInt32}, 'UTC')",
    "hour <= toDateTime({last_hour:UInt32}, 'UTC')",
    'toUnixTimestamp(hour) NOT IN {left_out:Array(UInt32)}',
    ...filterSql(request.filters).conditions,
  ].join(' AND ');
}

/** Range by range, so that the key and the index of ends leave out what lies between. */
function rawWhere({ request, source, plan }: Asked): string {
  const column = anchorOf(source);
  const ranges = plan.raw.map(
    (_, i) =>
      `(${column} >= fromUnixTimestamp64Milli({raw_from_${i}:Int64}) AND ${column} < fromUnixTimestamp64Milli({raw_to_${i}:Int64}))`,
  );
  const conditions = [
    'fact IN {facts:Array(String)}',
    ranges.length === 0 ? '0' : `(${ranges.join(' OR ')})`,
    ...filterSql(request.filters).conditions,
  ];
  if (source.anchor === 'end') conditions.push('at < fromUnixTimestamp64Milli({to:Int64})');
  return conditions.join(' AND ');
}

function rawParams({ raw }: Plan): Parameters {
  return Object.fromEntries(
    raw.flatMap(({ from, to }, i) => [
      [`raw_from_${i}`, from],
      [`raw_to_${i}`, to],
    ]),
  );
}

function paramsOf({ request, source, plan: { hours }, cut }: Asked, name: string): Parameters {
  const first = hours[0]!;
  const last = hours.at(-1)!;
  const there = new Set(hours);
  const leftOut: number[] = [];
  for (let hour = first; hour <= last; hour += HOUR_MS) if (!there.has(hour)) leftOut.push(hour / 1_000);
  return {
    ...filterSql(request.filters).params,
    source: name,
    cut: cut.name,
    first_hour: first / 1_000,
    last_hour: last / 1_000,
    left_out: leftOut,
    facts: source.facts,
    to: request.to,
    now: request.now,
  };
}
