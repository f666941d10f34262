import { type Sample, sampleOfBins } from '../../domain/statistics/sample.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { anchorOf, type FactMetric } from '../../metrics/definition/metric.ts';
import { conditionSql, termSql } from '../../metrics/evaluate/sql.ts';
import { factRows } from '../../metrics/rows/facts.ts';
import type { RangeRequest } from '../../metrics/rows/source.ts';
import type { Quantile } from './measure.ts';

/** So many different values are taken as they are; of more, values that are close to each other are taken as one. */
const MOST_VALUES = 20_000;
/** Bins of an octave: the middle of one is at most 0.2 % from what is in it. */
const BINS_OF_OCTAVE = 256;

interface Bin {
  value: number;
  count: number;
}

/** The values that a quantile is of. `exact` where none had to be put together with others. */
export async function querySample(
  clickhouse: ClickHouse,
  range: RangeRequest,
  metric: FactMetric,
  quantile: Quantile,
): Promise<{ sample: Sample; exact: boolean }> {
  const exact = await clickhouse.query<Bin>(binsQuery(range, metric, quantile, termSql(quantile.of)));
  if (exact.length <= MOST_VALUES) return { sample: sampleOfBins(exact), exact: true };
  const bins = await clickhouse.query<Bin>(binsQuery(range, metric, quantile, binSql(termSql(quantile.of))));
  return { sample: sampleOfBins(bins), exact: false };
}

function binsQuery(range: RangeRequest, metric: FactMetric, { where }: Quantile, value: string) {
  const { from, params } = factRows(range, { facts: metric.facts, anchor: anchorOf(metric) });
  return {
    sql: `SELECT value, count()::Float64 AS count
FROM (SELECT (${value})::Float64 AS value, ${conditionSql(where)} AS counts FROM ${from})
WHERE counts
GROUP BY value
LIMIT ${MOST_VALUES + 1}`,
    params,
  };
}

/** Values below one bin's width of an octave stay as they are, and so do those below 0. */
function binSql(of: string): string {
  const width = `exp2(floor(log2(greatest(${of}, ${BINS_OF_OCTAVE}))) - ${Math.log2(BINS_OF_OCTAVE)})`;
  return `if(${of} < ${BINS_OF_OCTAVE}, ${of}, (floor(${of} / ${width}) + 0.5) * ${width})`;
}
