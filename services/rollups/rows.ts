import type { Query } from '../lib/clickhouse/client.ts';
import { conditionSql } from '../metrics/evaluate/sql.ts';
import { firstSolutionRows } from '../metrics/rows/first-solutions.ts';
import { narrowed } from '../metrics/rows/narrowed.ts';
import { agentCells } from './agent-rows.ts';
import { keptSql } from './cells.ts';
import { CUT_COLUMNS } from './cuts.ts';
import { HOUR_MS } from './notes.ts';
import type { OfDepth, OfFacts, OfFirstSolutions, OfSurveys, Source } from './sources.ts';

/** Hours that are recomputed together: their begins, UTC ms, ascending. At least one. */
export type Hours = readonly number[];

/** The range in which they lie, UTC ms; `to` is not in it. */
export function rangeOf(hours: Hours): { from: number; to: number } {
  return { from: hours[0]!, to: hours.at(-1)! + HOUR_MS };
}

/**
 * The cells of all dimensions of some hours: `hour`, the dimensions, p0 and the following. Sees {from:Int64} and
 * {to:Int64}, UTC ms, their range, {hours:Array(UInt32)}, their begins in seconds, {now:Int64} and
 * {facts:Array(String)}; binds what else it needs.
 */
export function finestCells(source: Exclude<Source, OfSurveys>, hours: Hours, now: number): Query {
  switch (source.kind) {
    case 'facts':
      return { sql: factCells(source), params: {} };
    case 'depth':
      return { sql: depthCells(source), params: {} };
    case 'fcr':
      return firstSolutionCells(source, hours, now);
    case 'agents':
      return agentCells(rangeOf(hours), now, keptColumns(source));
  }
}

/** SQL of the begin of the hour of a DateTime64. */
export const hourSql = (instant: string) => `toStartOfHour(toDateTime(${instant}, 'UTC'))`;

export type Anchored = Pick<OfFacts, 'anchor'>;

export const anchorColumn = ({ anchor }: Anchored) => (anchor === 'start' ? 'at' : 'ended_at');

/** Conditions on facts that lie in [from, to) by their anchor. */
export function within(source: Anchored): string {
  const column = anchorColumn(source);
  const conditions = ['fact IN {facts:Array(String)}', inRange(column), isAmong(column)];
  if (source.anchor === 'start') return conditions.join(' AND ');
  // A span began before its end: the key's second column helps too.
  return narrowed([...conditions, 'at < fromUnixTimestamp64Milli({to:Int64})']);
}

const DIMENSIONS = CUT_COLUMNS.join(', ');

function factCells(source: OfFacts): string {
  return `SELECT ${hourSql(anchorColumn(source))} AS hour, ${DIMENSIONS}, ${keptColumns(source)}
FROM facts FINAL
WHERE ${within(source)}
GROUP BY hour, ${DIMENSIONS}`;
}

function depthCells(source: OfDepth): string {
  return `SELECT ${hourSql('t')} AS hour, ${DIMENSIONS}, toInt64(sum(step)) AS p0
FROM (${stepsSql(source)})
GROUP BY hour, ${DIMENSIONS}`;
}

/**
 * Begins (`step` 1) and ends (-1) of spells at `t` in [from, to), with their dimensions. Asked one after the other: the
 * key finds begins, and its index the ends.
 */
export function stepsSql({ where }: OfDepth): string {
  const steps = (
    anchor: Anchored['anchor'],
    step: number,
  ) => `SELECT ${anchorColumn({ anchor })} AS t, ${step}::Int8 AS step, ${DIMENSIONS}
FROM facts FINAL
WHERE ${within({ anchor })} AND ${conditionSql(where)}`;
  return `${steps('start', 1)}
UNION ALL
${steps('end', -1)}`;
}

function firstSolutionCells(source: OfFirstSolutions, hours: Hours, now: number): Query {
  const { from, to } = rangeOf(hours);
  const rows = firstSolutionRows({
    from,
    to,
    now,
    starts: Array.from({ length: (to - from) / HOUR_MS }, (_, i) => from + i * HOUR_MS),
    groupBy: ['queue', 'channel', 'team', 'agent', 'priority', 'customer_tier', 'policy'],
    filters: {},
  });
  return {
    sql: `SELECT toDateTime(intDiv(${rows.bucket}, 1000), 'UTC') AS hour, ${DIMENSIONS.replace('label', "'' AS label")}, ${keptColumns(source)}
FROM ${rows.from}
GROUP BY hour, ${DIMENSIONS}
HAVING toUnixTimestamp(hour) IN {hours:Array(UInt32)}`,
    params: rows.params,
  };
}

function keptColumns({ parts }: Source): string {
  return parts.map((part, i) => `${keptSql(part)} AS p${i}`).join(', ');
}

/** SQL of how many rows of what a source is made of an hour has: `hour` and `facts`. */
export function countSql(source: Source): string {
  if (source.kind === 'agents')
    return `SELECT ${hourSql('at')} AS hour, count() AS facts
  FROM agent_states FINAL WHERE ${inRange('at')} AND ${isAmong('at')} GROUP BY hour`;
  const counted: Anchored = source.kind === 'facts' ? source : { anchor: 'start' };
  return `SELECT ${hourSql(anchorColumn(counted))} AS hour, count() AS facts
  FROM facts FINAL WHERE ${within(counted)} GROUP BY hour`;
}

/** Of the range only the hours that are recomputed. */
function isAmong(column: string): string {
  return `toUnixTimestamp(${hourSql(column)}) IN {hours:Array(UInt32)}`;
}

function inRange(column: string): string {
  return `(${column} >= fromUnixTimestamp64Milli({from:Int64}) AND ${column} < fromUnixTimestamp64Milli({to:Int64}))`;
}
