import type { Parameters, Query } from '../lib/clickhouse/client.ts';
import type { Figure } from '../metrics/definition/language.ts';
import { type Part, rollupSql } from '../metrics/evaluate/parts.ts';
import { conditionSql, termSql } from '../metrics/evaluate/sql.ts';
import { filterSql } from '../metrics/filters.ts';
import { firstSolutionRows } from '../metrics/rows/first-solutions.ts';
import { narrowed } from '../metrics/rows/narrowed.ts';
import { bucketSql, type RangeRequest } from '../metrics/rows/source.ts';
import { isByQuarter, QUARTER_MS } from './agent-cuts.ts';
import { agentCellsWithin } from './agent-rows.ts';
import { binSql, middleSql } from './bins.ts';
import { columnOf, keptSql, mergedSql, nothingSql } from './cells.ts';
import type { Cut } from './cuts.ts';
import { countedSql, repeatsBranch } from './distinct/branches.ts';
import { isDistinct } from './distinct/told.ts';
import { type Durations, distinctOf, rolledParts, sameDurations, samePart } from './kept.ts';
import { daysOf } from './names.ts';
import type { Plan } from './plan.ts';
import {
  groupsOf,
  HOUR_MS_SQL,
  lengthOf,
  neededOf,
  rangesParams,
  rangesSql,
  rolledRows,
  rowsParams,
  SUMS_TABLE,
  type Unit,
  unitsOf,
} from './ranges.ts';
import { anchorColumn } from './rows.ts';
import type { OfAgents, OfFacts, OfFirstSolutions } from './sources.ts';

/** Of what sums are asked. */
export type Summed = OfFacts | OfFirstSolutions | OfAgents;

export interface Asked<S extends Summed = Summed> {
  request: RangeRequest;
  source: S;
  plan: Plan;
  /** Of the rows of hours. */
  cut: Cut;
  /** Of those of days. */
  dayCut: Cut;
}

/** Sums, ratios, means and extremes. Answer: `bucket` (UTC ms), the dimensions, a column a figure. */
export function sumsQuery(asked: Asked, figures: readonly { id: string; figure: Figure }[]): Query {
  const { request, source, cut } = asked;
  const parts = distinctOf(
    figures.flatMap(({ figure }) => rolledParts(source, figure)!),
    samePart,
  );
  const column = (part: Part) => columnOf(source, part);
  const { groups, names } = groupsOf(request);
  const values = figures.map(({ id, figure }) => {
    const sql = rollupSql(figure, column, (part) => mergedSql(source, part))!;
    return `(${sql})::Nullable(Float64) AS ${id}`;
  });
  const rolled = unitsOf(asked.plan).map((unit) => {
    const { sql, params } = rolledBucket(request, unit, cut);
    const quarter = unit === 'hour' && isByQuarter(cut) ? ['label'] : [];
    const arrays = [...neededOf(request, cut), ...quarter, ...parts.map(column)];
    return {
      sql: `SELECT ${sql} AS bucket${groups}${parts.map((part) => `, ${column(part)}`).join('')}
  FROM ${SUMS_TABLE[unit]} FINAL ${arrays.length > 0 ? `ARRAY JOIN ${arrays.join(', ')}` : ''}
  ${rolledRows(request, unit, asked.plan)}`,
      params,
    };
  });
  const branches = [...rolled, ...repeatsBranches(asked, parts), ...rawCells(asked, parts)];
  return {
    sql: `SELECT bucket::Float64 AS bucket${names}${values.map((value) => `, ${value}`).join('')}
FROM (
  ${branches.map(({ sql }) => sql).join('\n  UNION ALL\n  ')}
)
GROUP BY bucket${names}${source.kind === 'agents' ? IF_ANY : ''}`,
    params: Object.assign(paramsOf(asked), ...branches.map(({ params }) => params)),
  };
}

/** One bucket is a constant, of which there is a row even of nothing; where nothing is known of agents, theirs is not 0. */
const IF_ANY = '\nHAVING count() > 0';

/**
 * Percentiles, by bins: the middle of the bin that the rank lies in. The median is the mean of the bins of both middle
 * ranks, as it is of the values.
 */
export function binsQuery(
  asked: Asked<OfFacts>,
  durations: Durations,
  figures: readonly { id: string; level: number }[],
): Query {
  const { request, source, cut } = asked;
  const place = source.durations.findIndex((one) => sameDurations(one, durations));
  const { groups, names } = groupsOf(request);
  const instant = bucketSql(`toUnixTimestamp64Milli(${anchorColumn(source)})`, request);
  const arrays = [...neededOf(request, cut), 'bin', 'n'];
  const rolled = unitsOf(asked.plan).map((unit) => {
    const { sql, params } = rolledBucket(request, unit, cut);
    return {
      sql: `SELECT ${sql} AS bucket${groups}, bin, n
    FROM rollup_bins FINAL ARRAY JOIN ${arrays.join(', ')}
    ${rolledRows(request, unit, asked.plan)}`,
      params,
    };
  });
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
    ${rolled.map(({ sql }) => sql).join('\n    UNION ALL\n    ')}
    UNION ALL
    SELECT ${instant.sql} AS bucket${groups}, ${binSql(`(${termSql(durations.of)})`)} AS bin, toUInt32(1) AS n
    FROM facts FINAL
    WHERE ${rawWhere(asked)} AND ${conditionSql(durations.where)}
  )
  GROUP BY bucket${names}
  HAVING count() > 0
)`,
    params: Object.assign(
      paramsOf(asked, (name) => `${name} ${place}`),
      instant.params,
      ...rolled.map(({ params }) => params),
    ),
  };
}

const HAIR = 1e-12;

/** What facts say of the rest of the range, in the form in which it is kept of hours. */
function rawCells(asked: Asked, parts: readonly Part[]): Query[] {
  const { request, source, plan } = asked;
  const { groups, names } = groupsOf(request);
  if (plan.raw.length === 0) return [];
  if (source.kind === 'facts') {
    const instant = `toUnixTimestamp64Milli(${anchorColumn(source)})`;
    const { sql, params } = bucketSql(instant, request);
    const kept = parts
      .map((part) => {
        const value = isDistinct(part)
          ? countedSql(part.aggregate, instant, { request, bucket: sql })
          : keptSql(part);
        return `, ${value} AS ${columnOf(source, part)}`;
      })
      .join('');
    return [
      {
        sql: `SELECT ${sql} AS bucket${groups}${kept}
  FROM facts FINAL
  WHERE ${rawWhere(asked as Asked<OfFacts>)}
  GROUP BY bucket${names}`,
        params,
      },
    ];
  }
  const kept = parts.map((part) => `, ${keptSql(part)} AS ${columnOf(source, part)}`).join('');
  if (source.kind === 'agents') return [renamed(agentCellsWithin(request, plan.raw, kept), 'range_0_')];
  return plan.raw.map((range, i) => {
    const rows = firstSolutionRows({ ...request, ...range });
    return renamed(
      {
        sql: `SELECT ${rows.bucket} AS bucket${rows.groups}${kept} FROM ${rows.from} GROUP BY bucket${names}`,
        params: rows.params,
      },
      `range_${i}_`,
    );
  });
}

/** What facts of rolled up hours add to distinct conversations, that are not the first of theirs. */
function repeatsBranches({ request, source, cut, plan }: Asked, parts: readonly Part[]): Query[] {
  if (source.kind !== 'facts') return [];
  return parts.filter(isDistinct).flatMap((part) => {
    const own = columnOf(source, part);
    const columns = parts.map((one) => {
      const column = columnOf(source, one);
      return `, ${column === own ? 'toInt64(1)' : nothingSql(one)} AS ${column}`;
    });
    const place = source.parts.findIndex((one) => samePart(one, part));
    const { groups } = groupsOf(request);
    return unitsOf(plan).map((unit) => {
      const bucket = rolledBucket(request, unit, cut);
      const asked = {
        request,
        bucket: bucket.sql,
        unit,
        rows: plan,
        place,
        cut,
        groups: groups + columns.join(''),
      };
      const { sql, params } = repeatsBranch(asked);
      return { sql, params: { ...bucket.params, ...params } };
    });
  });
}

/** The same query with other names of its parameters, so that it may stand in one with its like. */
function renamed({ sql, params }: Query, prefix: string): Query {
  return {
    sql: sql.replaceAll(/\{(\w+):/g, `{${prefix}$1:`),
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [prefix + name, value])),
  };
}

/** SQL of the begin of the bucket of a row of roll-ups, UTC ms. */
function rolledBucket(request: RangeRequest, unit: Unit, cut: Cut): Query {
  const quarter = unit === 'hour' && isByQuarter(cut) ? ` + toInt64(label) * ${QUARTER_MS}` : '';
  return bucketSql(`(${HOUR_MS_SQL}${quarter})`, request);
}

function rawWhere({ request, source, plan }: Asked<OfFacts>): string {
  const inRanges = ['fact IN {facts:Array(String)}', rangesSql(anchorColumn(source), plan.raw)];
  const anchored =
    source.anchor === 'start'
      ? inRanges
      : [narrowed([...inRanges, 'at < fromUnixTimestamp64Milli({to:Int64})'], lengthOf(plan.raw))];
  return [...anchored, ...filterSql(request.filters).conditions].join(' AND ');
}

/** @param name of rows, by that of the source that they are of */
function paramsOf({ request, source, plan, cut, dayCut }: Asked, name = (own: string) => own): Parameters {
  return {
    ...filterSql(request.filters).params,
    ...rowsParams('hour', { name: name(source.name), cut, begins: plan.hours }),
    ...rowsParams('day', { name: name(daysOf(source)), cut: dayCut, begins: plan.days }),
    ...rangesParams(plan.raw),
    facts: source.facts,
    from: request.from,
    to: request.to,
    now: request.now,
  };
}
