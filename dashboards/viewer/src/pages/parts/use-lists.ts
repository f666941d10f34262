import { at } from '../../grafana/frame.ts';
import { usePageEnvironment } from '../../state/context.ts';
import { useSnapshots } from '../../state/use-snapshots.ts';
import type { Option } from './field.tsx';

const dimensionUrls = {
  team: ['/api/v1/dimensions/team'],
  queue: ['/api/v1/dimensions/queue'],
  agent: ['/api/v1/dimensions/agent'],
} as const;

/** Teams, queues or agents, under their names. */
export function useDimension(name: keyof typeof dimensionUrls): readonly Option[] {
  const { session } = usePageEnvironment();
  const [answer] = useSnapshots(session.hub, dimensionUrls[name]);
  const values = at(answer?.body, 'values');
  if (!Array.isArray(values)) return [];
  return (values as { value: string; title: string }[])
    .filter(({ value }) => value !== '')
    .map(({ value, title }) => ({ value, text: title }));
}

export interface KnownMetric {
  readonly id: string;
  readonly title: string;
  readonly definition: string;
  readonly unit: string;
  readonly direction: 'higher' | 'lower' | 'neutral';
}

const metricUrls = ['/api/v1/metrics'];
const noMetrics: readonly KnownMetric[] = [];

/** The metrics that a goal can be on, under their titles in the page's language. */
export function useMetrics(): readonly KnownMetric[] {
  const { session, ofMetric } = usePageEnvironment();
  const [answer] = useSnapshots(session.hub, metricUrls);
  if (!Array.isArray(answer?.body)) return noMetrics;
  return (answer.body as KnownMetric[])
    .filter(({ unit }) => unit !== 'time')
    .map((metric) => ({ ...metric, title: ofMetric(metric).title }));
}
