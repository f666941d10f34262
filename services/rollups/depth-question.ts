import type { Query } from '../lib/clickhouse/client.ts';
import { conditionSql } from '../metrics/evaluate/sql.ts';
import { filterSql } from '../metrics/filters.ts';
import { narrowed } from '../metrics/rows/narrowed.ts';
import { bucketSql, type RangeRequest } from '../metrics/rows/source.ts';
import type { Cut } from './cuts.ts';
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
  unitsOf,
} from './ranges.ts';
import type { OfDepth } from './sources.ts';

export interface AskedDepth {
  request: RangeRequest;
  source: OfDepth;
  /**
   * Of all time up to the end of the range: what is open at its begin began before. Days say nothing of peaks: where these
   * are asked for, it has only days before the range.
   */
  plan: Plan;
  /** Of the rows of hours. */
  cut: Cut;
  /** Of those of days. */
  dayCut: Cut;
  /** The cut of the peaks; null where nobody asks for any. */
  peaks: Cut | null;
}

/**
 * Open spells by bucket and group, as `depths.ts` has them: `last`, `peak`, `peak_at`. The number is added up from the
 * begin of all time; an hour adds its difference, and its peak is how far it rose above what was open before. Before
 * `from` only the sum matters: it is one step at `from`, as are spells that end there.
 */
export function depthQuery({ request, source, plan, cut, dayCut, peaks }: AskedDepth): Query {
  const { groups, names } = groupsOf(request);
  const bucket = bucketSql('t', request);
  const filter = filterSql(request.filters);
  const hour = HOUR_MS_SQL;
  const arrays = (one: Cut, ...kept: string[]) => [...neededOf(request, one), ...kept].join(', ');
  /** What begins at `from` is open then unless it ends there too; what ends there was not open in the range. */
  const isTold = {
    at: `t > {from:Int64} OR (at >= fromUnixTimestamp64Milli({from:Int64}) AND (state = 'open' OR ended_at > fromUnixTimestamp64Milli({from:Int64})))`,
    ended_at: 't > {from:Int64}',
  };
  const stepped = (column: 'at' | 'ended_at') => {
    const inRanges = [
      'fact IN {facts:Array(String)}',
      rangesSql(column, plan.raw),
      'at < fromUnixTimestamp64Milli({to:Int64})',
    ];
    return column === 'at'
      ? inRanges.join(' AND ')
      : narrowed(
          [...inRanges, 'ended_at > toDateTime64(0, 3)'],
          lengthOf(plan.raw.filter(({ from }) => from > 0)),
        );
  };
  const stepsBranch = (
    column: 'at' | 'ended_at',
    step: number,
  ) => `SELECT greatest(toUnixTimestamp64Milli(${column}), {from:Int64}) AS t${groups}, ${step}::Int64 AS delta,
    toInt64(${isTold[column]}) AS told, ${NOTHING} AS rise, 0::Int64 AS rise_at
  FROM facts FINAL
  WHERE ${[stepped(column), conditionSql(source.where), ...filter.conditions].join(' AND ')}`;
  const branches = [
    ...unitsOf(plan).map(
      (
        unit,
      ) => `SELECT greatest(${hour}, {from:Int64}) AS t${groups}, p0 AS delta, toInt64(${hour} >= {from:Int64}) AS told,
    ${NOTHING} AS rise, 0::Int64 AS rise_at
  FROM ${SUMS_TABLE[unit]} FINAL ARRAY JOIN ${arrays(cut, 'p0')}
  ${rolledRows(request, unit, plan)}`,
    ),
    stepsBranch('at', 1),
    stepsBranch('ended_at', -1),
  ];
  if (peaks !== null) {
    branches.push(`SELECT ${hour} AS t${groups}, 0::Int64 AS delta, 1::Int64 AS told, rise, t + rise_ms AS rise_at
  FROM rollup_peaks FINAL ARRAY JOIN ${arrays(peaks, 'rise', 'rise_ms')}
  ${rolledRows(request, 'hour', plan, [`${hour} >= {from:Int64}`], 'peak_cut')}`);
  }
  const steps = `(
  ${branches.join('\n  UNION ALL\n  ')}
    )
    WHERE t < {to:Int64}`;
  const shape = { bucket: bucket.sql, groupBy: request.groupBy, names, steps };
  return {
    sql: peaks === null ? endsSql(shape) : peaksSql(shape),
    params: {
      ...bucket.params,
      ...filter.params,
      ...rangesParams(plan.raw),
      ...rowsParams('hour', { name: source.name, cut, begins: plan.hours }),
      ...rowsParams('day', { name: daysOf(source), cut: dayCut, begins: plan.days }),
      facts: source.facts,
      peak_cut: peaks?.name ?? '',
      from: request.from,
      to: request.to,
      now: request.now,
    },
  };
}

interface Shape {
  /** SQL of the begin of the bucket of `t`. */
  bucket: string;
  groupBy: readonly string[];
  /** The same, to follow another column. */
  names: string;
  /** SQL of the steps, with a condition. */
  steps: string;
}

/** Where only the ends of buckets are asked for, a bucket is one step: there are a hundredth as many as of hours. */
function endsSql({ bucket, names, steps, ...shape }: Shape): string {
  return `SELECT begin::Float64 AS bucket${names}, open::Float64 AS last, last AS peak, bucket AS peak_at
FROM (
  SELECT begin${names}, told, sum(delta) OVER (${windowSql(shape)} begin) AS open
  FROM (
    SELECT ${bucket} AS begin${names}, sum(delta) AS delta, sum(told) AS told
    FROM ${steps}
    GROUP BY begin${names}
  )
)
WHERE told > 0 OR open != 0`;
}

function peaksSql({ bucket, names, steps, ...shape }: Shape): string {
  return `SELECT (${bucket})::Float64 AS bucket${names}, argMax(open, t)::Float64 AS last, max(high)::Float64 AS peak,
  argMax(high_at, (high, -high_at))::Float64 AS peak_at
FROM (
  SELECT t${names}, told, sum(delta) OVER (${windowSql(shape)} t) AS open,
    if(rise = ${NOTHING}, open, open - delta + rise) AS high, if(rise = ${NOTHING}, t, rise_at) AS high_at
  FROM (
    SELECT t${names}, sum(delta) AS delta, sum(told) AS told, max(rise) AS rise, max(rise_at) AS rise_at
    FROM ${steps}
    GROUP BY t${names}
  )
)
WHERE told > 0 OR open != 0
GROUP BY bucket${names}`;
}

const windowSql = ({ groupBy }: Pick<Shape, 'groupBy'>) =>
  `${groupBy.length === 0 ? '' : `PARTITION BY ${groupBy.join(', ')} `}ORDER BY`;

/** What is lower than any rise. */
const NOTHING = 'toInt64(-9007199254740991)';
