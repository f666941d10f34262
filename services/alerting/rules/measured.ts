import { FIGURE_DIMENSIONS, type FigureDimension } from '../../center/config/alerting/figures.ts';
import type { SurgeRule, ThresholdRule } from '../../center/config/alerting/rules.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import type { Dimension, Metric } from '../../metrics/definition/metric.ts';
import type { Filters } from '../../metrics/filters.ts';
import { queryMetrics } from '../../metrics/query-metrics.ts';
import { EVERYTHING, type Group } from './reading.ts';

type Measured = Pick<ThresholdRule | SurgeRule, 'by' | 'when'> & { variant?: string | undefined };

/** The conversations or agents that a rule counts. */
export function filtersOf({ when }: Pick<Measured, 'when'>): Filters {
  const filters: Filters = {};
  for (const [name, values] of Object.entries(when) as [FigureDimension, string[]][]) {
    if (values.length > 0) filters[FIGURE_DIMENSIONS[name]] = values;
  }
  return filters;
}

/** A metric over [from, to) (UTC ms), for each group of a rule. */
export async function countOver(
  clickhouse: ClickHouse,
  { metric, rule, from, to }: { metric: Metric; rule: Measured; from: number; to: number },
): Promise<{ group: Group; value: number | null }[]> {
  const rows = await queryMetrics(clickhouse, {
    metrics: [metric],
    from,
    to,
    now: to,
    starts: [from],
    groupBy: rule.by.map((name): Dimension => FIGURE_DIMENSIONS[name]),
    filters: filtersOf(rule),
    ...(rule.variant === undefined ? {} : { variant: rule.variant }),
  });
  return rows.map((row) => {
    const group: Group = { ...EVERYTHING };
    rule.by.forEach((name, i) => {
      group[name] = row.group[i]!;
    });
    return { group, value: row.values[metric.id] ?? null };
  });
}
