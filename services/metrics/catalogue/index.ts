import { dimensionsOf, type Metric } from '../definition/metric.ts';
import { AGENT_METRICS } from './agents.ts';
import { OUTCOME_METRICS, PEER_SCORE } from './outcome.ts';
import { QUEUE_METRICS } from './queue.ts';
import { RESPONSE_METRICS } from './response.ts';
import { SLA_METRICS } from './sla.ts';
import { TAG_METRICS } from './tags.ts';
import { WORD_METRICS } from './words.ts';

/** Every metric, in the order in which people read them. */
export const CATALOGUE: readonly Metric[] = [
  ...QUEUE_METRICS,
  ...RESPONSE_METRICS,
  ...SLA_METRICS,
  ...AGENT_METRICS,
  ...OUTCOME_METRICS,
  ...TAG_METRICS,
  ...WORD_METRICS,
];

const byId = new Map(CATALOGUE.map((metric) => [metric.id, metric]));

export function findMetric(id: string): Metric | undefined {
  return byId.get(id);
}

/** A metric that a scorecard can have: scorecards see to it themselves that peer reviews stay secret. */
export function findScored(id: string): Metric | undefined {
  return id === PEER_SCORE.id ? PEER_SCORE : findMetric(id);
}

export function isOfPeers({ id }: Metric): boolean {
  return id === PEER_SCORE.id;
}

/** Why a name is not that of a metric that can be asked for. */
export function noMetric(id: string): string {
  return id === PEER_SCORE.id
    ? `${id} is told by /api/v1/feedback, and in scorecards of whole quarters: figures by filters would say who said what`
    : `there is no metric ${id}; see /api/v1/metrics`;
}

/** A catalogue entry as the API shows it. */
export function describe(metric: Metric) {
  const { id, title, unit, definition, anchor, direction } = metric;
  return {
    id,
    title,
    unit,
    definition,
    anchor,
    direction,
    variants: variantsOf(metric),
    dimensions: [...dimensionsOf(metric)],
  };
}

export function variantsOf(metric: Metric): string[] {
  return Object.keys(metric.variants ?? {});
}
