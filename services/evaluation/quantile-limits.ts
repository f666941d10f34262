import type { Interval } from '../domain/scorecard/scorecard.ts';
import { SHOWN_FROM } from '../domain/statistics/interval.ts';
import { quantileRanks } from '../domain/statistics/quantile.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import type { Aggregate } from '../metrics/definition/language.ts';
import { anchorOf, type FactMetric } from '../metrics/definition/metric.ts';
import { conditionSql, termSql } from '../metrics/evaluate/sql.ts';
import { factRows } from '../metrics/rows/facts.ts';
import type { RangeRequest } from '../metrics/rows/source.ts';

/**
 * The limits of a quantile of each group: how many values there are says at which ranks they lie (`quantileRanks`), and
 * ClickHouse looks up what stands there. Groups of too few values have none.
 *
 * @param range by no dimension, or by one
 * @param counts of values, by group
 */
export async function queryQuantileLimits(
  clickhouse: ClickHouse,
  range: RangeRequest,
  metric: FactMetric,
  { level, of, where }: Extract<Aggregate, { kind: 'quantile' }>,
  counts: ReadonlyMap<string, number>,
): Promise<Map<string, Interval>> {
  const known = [...counts].flatMap(([group, n]) => {
    const ranks = n < SHOWN_FROM ? null : quantileRanks(n, level);
    return ranks === null ? [] : [{ group, ...ranks }];
  });
  if (known.length === 0) return new Map();
  const source = factRows(range, { facts: metric.facts, anchor: anchorOf(metric) });
  const [dimension = "''"] = range.groupBy;
  const at = (ranks: string) => `sorted[{${ranks}:Array(UInt32)}[place]]`;
  const rows = await clickhouse.query<
    Record<'lower' | 'above_lower' | 'upper' | 'above_upper', number> & { number: number }
  >({
    sql: `SELECT place::Float64 AS number, ${at('lowers')}::Float64 AS lower, ${at('above_lowers')}::Float64 AS above_lower,
  ${at('uppers')}::Float64 AS upper, ${at('above_uppers')}::Float64 AS above_upper
FROM (
  SELECT indexOf({groups:Array(String)}, ${dimension}) AS place, arraySort(groupArrayIf(${termSql(of)}, ${conditionSql(where)})) AS sorted
  FROM ${source.from}
  GROUP BY ${dimension}
)
-- Who has gone since the values were counted has no limits. That place is not 0 is asked below: here the engine would look
-- for the group of each fact, before it groups them.
WHERE length(sorted) >= {above_uppers:Array(UInt32)}[place]`,
    params: {
      ...source.params,
      groups: known.map(({ group }) => group),
      lowers: known.map(({ lower }) => Math.floor(lower)),
      above_lowers: known.map(({ lower }) => Math.ceil(lower)),
      uppers: known.map(({ upper }) => Math.floor(upper)),
      above_uppers: known.map(({ upper }) => Math.ceil(upper)),
    },
  });
  return new Map(
    rows.flatMap((row): [string, Interval][] => {
      const found = known[row.number - 1];
      if (found === undefined) return [];
      const { group, lower, upper } = found;
      const limits = {
        lower: between(row.lower, row.above_lower, lower % 1),
        upper: between(row.upper, row.above_upper, upper % 1),
      };
      return [[group, { ...limits, method: 'bootstrap' }]];
    }),
  );
}

const between = (a: number, b: number, share: number) => a + (b - a) * share;
