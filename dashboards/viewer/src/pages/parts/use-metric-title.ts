import { usePageEnvironment } from '../../state/context.ts';

/** What a metric is called in the page's language; the service's own title where there is no other. */
export function useMetricTitle(): (of: { readonly metric: string; readonly title: string }) => string {
  const { ofMetric } = usePageEnvironment();
  return ({ metric, title }) => ofMetric({ id: metric, title, definition: '' }).title;
}
