import type { Parameters } from '../lib/clickhouse/client.ts';
import { DIMENSION_COLUMNS, DIMENSIONS, type Dimension } from './definition/metric.ts';

/** Which facts to look at: for each dimension named, the values of which one must match. */
export type Filters = Partial<Record<Dimension, readonly string[]>>;

/**
 * A condition on the dimensions (or none) and its parameters. Column names come from the closed list only, or from
 * `columns` where a table has others.
 */
export function filterSql(
  filters: Filters,
  columns: Readonly<Record<string, string>> = DIMENSION_COLUMNS,
): { conditions: string[]; params: Parameters } {
  const conditions: string[] = [];
  const params: Parameters = {};
  for (const dimension of DIMENSIONS) {
    const values = filters[dimension];
    if (values === undefined || values.length === 0) continue;
    conditions.push(`${columns[dimension]} IN {filter_${dimension}:Array(String)}`);
    params[`filter_${dimension}`] = values;
  }
  return { conditions, params };
}

/** The columns to group by, each under its dimension's name, to follow another column of a SELECT. */
export function groupColumns(groupBy: readonly Dimension[]): string {
  return groupBy.map((dimension) => `, ${DIMENSION_COLUMNS[dimension]} AS ${dimension}`).join('');
}
