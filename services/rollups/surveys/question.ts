import type { Query } from '../../lib/clickhouse/client.ts';
import { type Figure, not } from '../../metrics/definition/language.ts';
import { conditionSql } from '../../metrics/evaluate/sql.ts';
import { filterSql } from '../../metrics/filters.ts';
import { narrowed } from '../../metrics/rows/narrowed.ts';
import { bucketSql, type RangeRequest } from '../../metrics/rows/source.ts';
import { SECRET, surveyTable, type Told } from '../../metrics/rows/surveys.ts';
import type { Cut } from '../cuts.ts';
import type { Plan } from '../plan.ts';
import {
  groupsOf,
  HOUR_MS_SQL,
  lengthOf,
  neededOf,
  rangesParams,
  rangesSql,
  rolledRows,
  rowsParams,
} from '../ranges.ts';
import type { OfSurveys } from '../sources.ts';
import { weightedSql } from './weighted.ts';

export interface AskedSurveys {
  request: RangeRequest;
  source: OfSurveys;
  /** Kinds of facts that the metrics are of. */
  facts: readonly string[];
  plan: Plan;
  cut: Cut;
  /** Where it is read whose the surveys of the rest of the range are. */
  told: Told;
}

/** Figures of surveys. Answer: `bucket` (UTC ms), the dimensions, a column a figure. */
export function surveysQuery(
  { request, source, facts, plan, cut, told }: AskedSurveys,
  figures: readonly { id: string; figure: Figure }[],
): Query {
  const { groups, names } = groupsOf(request);
  const hourly = bucketSql(HOUR_MS_SQL, request);
  const instant = bucketSql('toUnixTimestamp64Milli(ended_at)', request);
  const filter = filterSql(request.filters);
  const answer = 'fact, label, score, scale';
  const arrays = [...new Set([...neededOf(request, cut), 'fact', 'label', 'score', 'scale', 'n'])];
  const values = figures.map(({ id, figure }) => `(${weightedSql(figure)})::Nullable(Float64) AS ${id}`);
  const inRanges = [
    'fact IN {facts:Array(String)}',
    rangesSql('ended_at', plan.raw),
    'at < fromUnixTimestamp64Milli({to:Int64})',
  ];
  const raw = surveyTable(
    [narrowed(inRanges, lengthOf(plan.raw)), conditionSql(not(SECRET))],
    told,
    inRanges,
  );
  const branches = [
    `SELECT ${hourly.sql} AS bucket${groups}, ${answer}, n
  FROM rollup_surveys FINAL ARRAY JOIN ${arrays.join(', ')}
  ${rolledRows(request, 'hour', plan, ['fact IN {facts:Array(String)}'])}`,
  ];
  if (plan.raw.length > 0) {
    branches.push(`SELECT ${instant.sql} AS bucket${groups}, ${answer}, toUInt32(1) AS n
  FROM ${raw}
  WHERE ${filter.conditions.join(' AND ') || '1'}`);
  }
  return {
    sql: `SELECT bucket::Float64 AS bucket${names}, ${values.join(', ')}
FROM (
  ${branches.join('\n  UNION ALL\n  ')}
)
GROUP BY bucket${names}`,
    params: {
      ...hourly.params,
      ...filter.params,
      ...rowsParams('hour', { name: source.name, begins: plan.hours, cut }),
      ...rangesParams(plan.raw),
      facts,
      to: request.to,
      now: request.now,
    },
  };
}
