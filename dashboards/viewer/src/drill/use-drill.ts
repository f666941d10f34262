import type { Panel, Target } from '../../../model.ts';
import { requestUrl } from '../grafana/request.ts';
import { useEnvironment } from '../state/context.ts';
import { scopeOf } from '../state/scope.ts';
import { daysParameters, hasDays } from './days-parameters.ts';
import { drillParameters, hasConversations, type Range, type Source } from './parameters.ts';

/** Opens what lies behind a figure; null where there is nothing to open. What is a page of its own has its address. */
export type Open = ((() => void) & { readonly href?: string }) | null;

type Drill = (field: string, labels: Readonly<Record<string, string>>, range?: Range) => Open;

/** For figures of a panel: how to open the conversations behind them, or the days behind those of a forecast. */
export function useDrill(panel: Panel): Drill {
  const { view, dashboard, go } = useEnvironment();
  // One address a target and drawing, however many figures it gave: a table has hundreds.
  const sources = new Map<Target, Source>();
  const sourceOf = (target: Target): Source => {
    const source = sources.get(target) ?? {
      url: requestUrl(target, scopeOf(view, dashboard, panel)),
      filterExpression: target.filterExpression,
    };
    sources.set(target, source);
    return source;
  };
  return (field, labels, range) => {
    const target = panel.targets?.find(({ columns }) => columns.some(({ text }) => text === field));
    const selector = target?.columns.find(({ text }) => text === field)?.selector;
    if (!target || !selector) return null;
    const { url } = sourceOf(target);
    if (hasDays(url, selector)) {
      if (!range) return null;
      return () =>
        go({
          days: daysParameters(url, selector, labels, range.from)!,
          drill: undefined,
          conversation: undefined,
        });
    }
    if (!hasConversations(sourceOf(target), selector, labels)) return null;
    return () =>
      go({ drill: drillParameters(sourceOf(target), selector, labels, range)!, conversation: undefined });
  };
}
