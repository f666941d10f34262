import { describe, expect, it } from 'vitest';
import { dashboards } from '../../dashboards/source/index.ts';
import { findMetric } from '../../services/metrics/catalogue/index.ts';
import { dimensionsOf } from '../../services/metrics/definition/metric.ts';

const queries = dashboards.flatMap(({ panels }) =>
  panels.flatMap(({ title, targets }) =>
    (targets ?? [])
      .filter(({ url }) => url.startsWith('/api/v1/query'))
      .map(({ url_options }) => {
        const parameter = (name: string) => url_options.params.find(({ key }) => key === name)?.value;
        return {
          title,
          metrics: parameter('metrics')!.split(','),
          groupBy: parameter('group_by')?.split(',') ?? [],
        };
      }),
  ),
);

describe('the catalogue has every metric of the dashboards', () => {
  it.each(queries)('$title', ({ metrics, groupBy }) => {
    for (const id of metrics) {
      const metric = findMetric(id);
      expect(metric, id).toBeDefined();
      for (const dimension of groupBy) expect(dimensionsOf(metric!), id).toContain(dimension);
    }
  });
});
