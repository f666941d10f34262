import type { ClickHouse, Parameters, Query } from '../lib/clickhouse/client.ts';
import { conditionSql, termSql } from '../metrics/evaluate/sql.ts';
import type { Told } from '../metrics/rows/surveys.ts';
import { AGENT_CUTS } from './agent-cuts.ts';
import { binSql } from './bins.ts';
import {
  BIN_CUTS,
  CUT_COLUMNS,
  CUTS,
  type Cut,
  type CutColumn,
  DAY_BIN_CUTS,
  DAY_CUTS,
  PEAK_CUTS,
} from './cuts.ts';
import { repeatsOf } from './distinct/repeats.ts';
import { DAYS_TABLE, type Filling } from './filling.ts';
import { listOf, masked, maskedNames } from './masks.ts';
import { HOUR_MS } from './notes.ts';
import {
  anchorColumn,
  countSql,
  finestCells,
  type Hours,
  hourSql,
  rangeOf,
  stepsSql,
  within,
} from './rows.ts';
import type { OfDepth, OfFacts, OfSurveys, Source } from './sources.ts';
import { SURVEYED, SURVEYS_COUNTED, surveysOf } from './surveys/owned.ts';
import { VERSION } from './version.ts';

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
  hours: Hours,
  now: number,
): Promise<void> {
  for (const { sql, params } of recomputations(source, hours, now)) await clickhouse.command(sql, params);
}

/** The statements, in order: the last one says that the others are done. */
export function recomputations(source: Source, hours: Hours, now: number): Query[] {
  const params = paramsOf(source, hours, now);
  const isOfSurveys = source.kind === 'surveys';
  return [
    ...(isOfSurveys ? [{ sql: SURVEYED, params }] : []),
    ...fillingsOf(source, hours, now, 'tellings').map((one) => ({
      sql: fillingSql(one),
      params: { ...one.params, ...params },
    })),
    { sql: doneSql(isOfSurveys ? SURVEYS_COUNTED : countSql(source)), params },
  ];
}

/**
 * All that is kept of some hours of a source. Their SQL sees what `paramsOf` binds.
 *
 * @param told where it is read whose surveys are
 */
export function fillingsOf(source: Source, hours: Hours, now: number, told: Told): Filling[] {
  return [
    source.kind === 'surveys' ? surveysOf(told) : cellsOf(source, hours, now),
    ...(source.kind === 'facts' ? source.durations.map((_, i) => binsOf(source, i)) : []),
    ...(source.kind === 'facts' ? repeatsOf(source) : []),
    ...(source.kind === 'depth' ? [peaksOf(source)] : []),
  ];
}

/** What the statements about some hours of a source bind. */
export function paramsOf(source: Source, hours: Hours, now: number): Parameters {
  return {
    name: source.name,
    facts: source.facts,
    ...rangeOf(hours),
    hours: hours.map((hour) => hour / 1_000),
    now,
  };
}

const HOURS = "SELECT toDateTime(arrayJoin({hours:Array(UInt32)}), 'UTC') AS hour";

/** How many rows of facts an hour has is what tells whether roll-ups are worth it. */
function doneSql(counted: string): string {
  return `INSERT INTO rollup_hours (source, hour, version, facts)
SELECT {name:String}, hour, any(version), sum(facts)
FROM (
  SELECT hour, ${VERSION} AS version, toUInt64(0) AS facts FROM (${HOURS})
  UNION ALL
  SELECT hour, ${VERSION} AS version, facts FROM (${counted})
)
GROUP BY hour`;
}

function cellsOf(source: Exclude<Source, OfSurveys>, hours: Hours, now: number): Filling {
  const { sql, params } = cutCells(source, hours, now);
  return {
    table: 'rollups',
    name: '{name:String}',
    cuts: cutsOf(source),
    dimensions: CUT_COLUMNS,
    kept: source.parts.map((_, i) => `p${i}`),
    day: {
      kind: 'together',
      table: DAYS_TABLE,
      ...(source.kind === 'agents' ? {} : { cuts: DAY_CUTS }),
      merge: Object.fromEntries(source.parts.map(({ merge }, i) => [`p${i}`, merge])),
    },
    cells: sql,
    params,
  };
}

/**
 * The cells of every cut, from facts: `hour`, `cut`, `c_<dimension>`, `k_p0` and the following. First those of all
 * dimensions, from which the others follow: facts are read once.
 */
function cutCells(source: Exclude<Source, OfSurveys>, hours: Hours, now: number): Query {
  const { sql, params } = finestCells(source, hours, now);
  const cuts = cutsOf(source);
  return {
    sql: `SELECT hour, cut, ${masked(cuts, CUT_COLUMNS)}, ${source.parts.map(({ merge }, i) => `${merge}(p${i}) AS k_p${i}`).join(', ')}
FROM (${sql})
ARRAY JOIN ${listOf(cuts)} AS cut
GROUP BY hour, cut, ${maskedNames(CUT_COLUMNS)}`,
    params,
  };
}

const cutsOf = ({ kind }: Source): readonly Cut[] => (kind === 'agents' ? AGENT_CUTS : CUTS);

const BIN_COLUMNS = ['queue', 'channel', 'team', 'agent'] as const satisfies CutColumn[];

function binsOf(source: OfFacts, place: number): Filling {
  const { of, where } = source.durations[place]!;
  return {
    table: 'rollup_bins',
    name: `concat({name:String}, ' ${place}')`,
    cuts: BIN_CUTS,
    dimensions: BIN_COLUMNS,
    kept: ['bin', 'n'],
    day: { kind: 'together', cuts: DAY_BIN_CUTS, merge: { n: 'sum' } },
    cells: `SELECT hour, cut, ${masked(BIN_CUTS, BIN_COLUMNS)}, bin AS k_bin, sum(times) AS k_n
FROM (
  SELECT ${hourSql(anchorColumn(source))} AS hour, ${BIN_COLUMNS.join(', ')}, ${binSql(`(${termSql(of)})`)} AS bin, count() AS times
  FROM facts FINAL
  WHERE ${within(source)} AND ${conditionSql(where)}
  GROUP BY hour, ${BIN_COLUMNS.join(', ')}, bin
)
ARRAY JOIN ${listOf(BIN_CUTS)} AS cut
GROUP BY hour, cut, ${maskedNames(BIN_COLUMNS)}, k_bin`,
    params: {},
  };
}

const PEAK_COLUMNS = ['queue', 'channel', 'team'] as const satisfies CutColumn[];

/** What begins and ends at the same instant cancels out, so that handing over is not a peak. */
function peaksOf(source: OfDepth): Filling {
  const group = `hour, cut, ${maskedNames(PEAK_COLUMNS)}`;
  return {
    table: 'rollup_peaks',
    name: '{name:String}',
    cuts: PEAK_CUTS,
    dimensions: PEAK_COLUMNS,
    kept: ['rise', 'rise_ms'],
    cells: `SELECT ${group}, max(open) AS k_rise,
  toUnixTimestamp64Milli(argMax(t, (open, -toUnixTimestamp64Milli(t)))) % ${HOUR_MS} AS k_rise_ms
FROM (
  SELECT ${group}, t, sum(delta) OVER (PARTITION BY ${group} ORDER BY t) AS open
  FROM (
    SELECT ${hourSql('t')} AS hour, cut, ${masked(PEAK_CUTS, PEAK_COLUMNS)}, t, sum(toInt64(step)) AS delta
    FROM (${stepsSql(source)})
    ARRAY JOIN ${listOf(PEAK_CUTS)} AS cut
    GROUP BY hour, cut, ${maskedNames(PEAK_COLUMNS)}, t
  )
)
GROUP BY ${group}`,
    params: {},
  };
}

/** Every hour of every cut gets a row, also where there is nothing: it replaces what may have been there. */
export function fillingSql({ table, name, cuts, dimensions, kept, cells }: Filling): string {
  const columns = [...dimensions.map((column) => `c_${column}`), ...kept.map((column) => `k_${column}`)];
  return `INSERT INTO ${table} (source, cut, hour, version, ${[...dimensions, ...kept].join(', ')})
SELECT ${name}, cut, hour, ${VERSION}, ${columns.map((column) => `groupArrayIf(${column}, there = 1)`).join(', ')}
FROM (SELECT hour, arrayJoin(${listOf(cuts)}) AS cut FROM (${HOURS})) AS every
LEFT JOIN (
  SELECT hour, cut, ${columns.join(', ')}, 1 AS there FROM (${cells}) ORDER BY hour, cut, ${columns.join(', ')}
) AS cells USING (hour, cut)
GROUP BY hour, cut
SETTINGS max_threads = 1`;
}
