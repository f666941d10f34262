import { at } from '../grafana/frame.ts';
import { useEnvironment } from '../state/context.ts';
import { isInstant, resolveInstant } from '../state/range.ts';
import { useSnapshots } from '../state/use-snapshots.ts';

/** An entry of the catalogue, as far as it is shown. */
export interface Metric {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly definition: string;
}

const urls = ['/api/v1/metrics'];

/** The catalogue's entry for a metric; undefined until it is there. */
export function useMetric(id: string): Metric | undefined {
  const [snapshot] = useSnapshots(useEnvironment().session.hub, urls);
  const catalogue = at(snapshot?.body, '');
  return Array.isArray(catalogue) ? (catalogue as Metric[]).find((metric) => metric.id === id) : undefined;
}

/** Which figure it is, what it means, and of what. */
export function MetricHeading({ query }: { readonly query: URLSearchParams }) {
  const { ofMetric, titleOf, t, dates, zone } = useEnvironment();
  const id = query.get('metric') ?? '';
  const metric = useMetric(id);
  const words = metric && ofMetric(metric);
  const instant = (name: 'from' | 'to') => {
    const text = query.get(name) ?? 'now';
    const round = name === 'to' ? 'up' : 'down';
    return isInstant(text) ? dates.dayAndTime(resolveInstant(text, Date.now(), zone, round)) : text;
  };
  const filters = [...query]
    .filter(([key]) => !['metric', 'from', 'to', 'tz'].includes(key))
    .map(([key, value]) => titleOf(key, value));
  return (
    <header class="drawer-head">
      <h2 class="drawer-title">{words?.title ?? id}</h2>
      <p class="faint">
        {[t('drill.range', { from: instant('from'), to: instant('to') }), ...filters].join(' · ')}
      </p>
      {words && <p class="faint">{words.definition}</p>}
    </header>
  );
}
