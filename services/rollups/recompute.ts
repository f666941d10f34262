import type { ClickHouse, Query } from '../lib/clickhouse/client.ts';
import { conditionSql, termSql } from '../metrics/evaluate/sql.ts';
import { binSql } from './bins.ts';
import { keptSql } from './cells.ts';
import { BIN_CUTS, CUT_COLUMNS, CUTS, type Cut, type CutColumn } from './cuts.ts';
import { HOUR_MS } from './notes.ts';
import type { Source } from './sources.ts';

/** Hours that follow on one another: the begin of the first, UTC ms, and how many. */
export interface Run {
  from: number;
  hours: number;
}

/**
 * Reads the facts of some hours and replaces what is rolled up of them. May be repeated, and may run at the same time as
 * another of its like: the version is the time at which the statement began, so that what stays of an hour was read
 * after whatever the others had known.
 *
 * @param now UTC ms; all hours must be over
 */
export async function recompute(
  clickhouse: ClickHouse,
  source: Source,
  run: Run,
  now: number,
): Promise<void> {
  for (const { sql, params } of recomputations(source, run, now)) await clickhouse.command(sql, params);
}

/** The statements, in order: the last one says that the others are done. */
export function recomputations(source: Source, run: Run, now: number): Query[] {
  const params = {
    name: source.name,
    facts: source.facts,
    from: run.from,
    to: run.from + run.hours * HOUR_MS,
    hours: run.hours,
    now,
  };
  return [
    cellsOf(source),
    ...source.durations.map((_, i) => binsOf(source, i)),
    `INSERT INTO rollup_hours (source, hour, version, facts)
SELECT {name:String}, hour, any(version), sum(facts)
FROM (
  SELECT hour, ${VERSION} AS version, toUInt64(0) AS facts FROM (${HOURS})
  UNION ALL
  SELECT ${hourOf(source)} AS hour, ${VERSION} AS version, count() AS facts FROM facts FINAL WHERE ${within(source)} GROUP BY hour
)
GROUP BY hour`,
  ].map((sql) => ({ sql, params }));
}

/** Taken when the statement is analysed, before it looks at what there is. */
const VERSION = 'toUInt64(toUnixTimestamp64Milli(now64(3)))';

const HOURS = `SELECT toDateTime(intDiv({from:Int64}, 1000) + 3600 * arrayJoin(range({hours:UInt32})), 'UTC') AS hour`;

const anchorColumn = ({ anchor }: Source) => (anchor === 'start' ? 'at' : 'ended_at');

const hourOf = (source: Source) => `toStartOfHour(toDateTime(${anchorColumn(source)}, 'UTC'))`;

function within(source: Source): string {
  const column = anchorColumn(source);
  const conditions = [
    'fact IN {facts:Array(String)}',
    `${column} >= fromUnixTimestamp64Milli({from:Int64})`,
    `${column} < fromUnixTimestamp64Milli({to:Int64})`,
  ];
  // A span began before its end: the key's second column helps too.
  if (source.anchor === 'end') conditions.push('at < fromUnixTimestamp64Milli({to:Int64})');
  return conditions.join(' AND ');
}

/** First the cells of all dimensions, from which those of each cut follow: facts are read once. */
function cellsOf(source: Source): string {
  const columns = source.parts.map((_, i) => `p${i}`);
  const merged = source.parts.map(({ merge }, i) => `${merge}(p${i}) AS m${i}`);
  return `INSERT INTO rollups (source, cut, hour, version, ${[...CUT_COLUMNS, ...columns].join(', ')})
SELECT {name:String}, cut, hour, ${VERSION}, ${[...CUT_COLUMNS, ...columns.map((_, i) => `m${i}`)].map(gathered).join(', ')}
FROM (SELECT hour, arrayJoin([${CUTS.map(({ name }) => `'${name}'`).join(', ')}]) AS cut FROM (${HOURS})) AS every
LEFT JOIN (
  SELECT hour, cut, ${CUT_COLUMNS.map((column) => `${keptIn(CUTS, column)} AS c_${column}`).join(', ')}, ${merged.join(', ')}, 1 AS there
  FROM (
    SELECT ${hourOf(source)} AS hour, ${CUT_COLUMNS.join(', ')}, ${source.parts.map((part, i) => `${keptSql(part)} AS p${i}`).join(', ')}
    FROM facts FINAL
    WHERE ${within(source)}
    GROUP BY hour, ${CUT_COLUMNS.join(', ')}
  )
  ARRAY JOIN [${CUTS.map(({ name }) => `'${name}'`).join(', ')}] AS cut
  GROUP BY hour, cut, ${CUT_COLUMNS.map((column) => `c_${column}`).join(', ')}
  ORDER BY hour, cut, ${CUT_COLUMNS.map((column) => `c_${column}`).join(', ')}
) AS cells USING (hour, cut)
GROUP BY hour, cut
SETTINGS max_threads = 1`;
}

function binsOf(source: Source, place: number): string {
  const { of, where } = source.durations[place]!;
  const columns: CutColumn[] = ['queue', 'channel', 'team', 'agent'];
  return `INSERT INTO rollup_bins (source, cut, hour, version, ${columns.join(', ')}, bin, n)
SELECT concat({name:String}, ' ', '${place}'), cut, hour, ${VERSION}, ${[...columns, 'bin', 'times'].map(gathered).join(', ')}
FROM (SELECT hour, arrayJoin([${BIN_CUTS.map(({ name }) => `'${name}'`).join(', ')}]) AS cut FROM (${HOURS})) AS every
LEFT JOIN (
  SELECT hour, cut, ${columns.map((column) => `${keptIn(BIN_CUTS, column)} AS c_${column}`).join(', ')}, bin, sum(n) AS times, 1 AS there
  FROM (
    SELECT ${hourOf(source)} AS hour, ${columns.join(', ')}, ${binSql(`(${termSql(of)})`)} AS bin, count() AS n
    FROM facts FINAL
    WHERE ${within(source)} AND ${conditionSql(where)}
    GROUP BY hour, ${columns.join(', ')}, bin
  )
  ARRAY JOIN [${BIN_CUTS.map(({ name }) => `'${name}'`).join(', ')}] AS cut
  GROUP BY hour, cut, ${columns.map((column) => `c_${column}`).join(', ')}, bin
  ORDER BY hour, cut, ${columns.map((column) => `c_${column}`).join(', ')}, bin
) AS cells USING (hour, cut)
GROUP BY hour, cut
SETTINGS max_threads = 1`;
}

/** SQL of a dimension in a cut: empty where the cut does not tell it apart. */
function keptIn(cuts: readonly Cut[], column: CutColumn): string {
  const names = cuts.filter(({ columns }) => columns.includes(column)).map(({ name }) => `'${name}'`);
  return `if(cut IN (${names.join(', ')}), ${column}::String, '')`;
}

/** An hour without cells has empty arrays. */
function gathered(column: string): string {
  const name = (CUT_COLUMNS as readonly string[]).includes(column) ? `c_${column}` : column;
  return `groupArrayIf(${name}, there = 1)`;
}
