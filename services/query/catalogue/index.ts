import { DIMENSIONS, type Metric } from './metric.ts';
import { QUEUE_METRICS } from './queue.ts';
import { RESPONSE_METRICS } from './response.ts';

/** Every metric, in the order in which people read them. */
export const CATALOGUE: readonly Metric[] = [...QUEUE_METRICS, ...RESPONSE_METRICS];

const byId = new Map(CATALOGUE.map((metric) => [metric.id, metric]));

export function findMetric(id: string): Metric | undefined {
  return byId.get(id);
}

/** A catalogue entry as the API shows it. */
export function describe(metric: Metric) {
  const { id, title, unit, definition, anchor, direction } = metric;
  const variants = metric.kind === 'facts' ? Object.keys(metric.variants ?? {}) : [];
  return { id, title, unit, definition, anchor, direction, variants, dimensions: [...DIMENSIONS] };
}
