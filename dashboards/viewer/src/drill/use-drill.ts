import type { Panel } from '../../../model.ts';
import { requestUrl } from '../grafana/request.ts';
import { useEnvironment } from '../state/context.ts';
import { scopeOf } from '../state/scope.ts';
import { drillParameters, hasConversations, type Range } from './parameters.ts';

/** Opens what lies behind a figure; null where there is nothing to open. */
export type Open = (() => void) | null;

type Drill = (field: string, labels: Readonly<Record<string, string>>, range?: Range) => Open;

/** For figures of a panel: how to open the conversations behind them. */
export function useDrill(panel: Panel): Drill {
  const { view, dashboard, go } = useEnvironment();
  return (field, labels, range) => {
    const target = panel.targets?.find(({ columns }) => columns.some(({ text }) => text === field));
    const selector = target?.columns.find(({ text }) => text === field)?.selector;
    if (!target || !selector || !hasConversations(target.url, selector, labels)) return null;
    // The address is made when it is opened: a table has hundreds of figures, and is drawn with every push.
    return () => {
      const url = requestUrl(target, scopeOf(view, dashboard, panel));
      go({ drill: drillParameters(url, selector, labels, range)!, conversation: undefined });
    };
  };
}
