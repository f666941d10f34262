import type { ChoosableVariable } from '../../../model.ts';
import { readFrame } from '../grafana/frame.ts';
import { requestUrl } from '../grafana/request.ts';
import { useEnvironment } from './context.ts';
import { scopeOf } from './scope.ts';
import { useSnapshots } from './use-snapshots.ts';

export interface Option {
  readonly value: string;
  readonly text: string;
}

/** What a variable may be: its own list, or the values of a dimension from the service. */
export function useOptions(variable: ChoosableVariable): readonly Option[] {
  const { session, view, dashboard, titleOf, fromDashboard } = useEnvironment();
  const target = variable.type === 'query' ? variable.query.infinityQuery : undefined;
  const urls = target ? [requestUrl(target, scopeOf(view, dashboard))] : [];
  const [snapshot] = useSnapshots(session.hub, urls);
  if (variable.type !== 'query')
    return variable.options.map(({ value, text }) => ({ value, text: fromDashboard(text) }));
  if (!target || snapshot?.body === undefined) return [];
  const values = readFrame(target, snapshot.body).fields.find(({ name }) => name === '__value')?.values ?? [];
  return values.map((value) => ({ value: String(value), text: titleOf(variable.name, String(value)) }));
}
