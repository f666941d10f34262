import type { Parameters } from '../../lib/clickhouse/client.ts';
import { DIMENSIONS, type Dimension } from '../catalogue/metric.ts';

/** Which facts to look at: for each dimension named, the values of which one must match. */
export type Filters = Partial<Record<Dimension, readonly string[]>>;

/** A condition on the dimensions (or none) and its parameters. Column names come from the closed list only. */
export function filterSql(filters: Filters): { conditions: string[]; params: Parameters } {
  const conditions: string[] = [];
  const params: Parameters = {};
  for (const dimension of DIMENSIONS) {
    const values = filters[dimension];
    if (values === undefined || values.length === 0) continue;
    conditions.push(`${dimension} IN {filter_${dimension}:Array(String)}`);
    params[`filter_${dimension}`] = values;
  }
  return { conditions, params };
}
