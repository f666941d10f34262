import { useEffect } from 'preact/hooks';
import type { QueryVariable } from '../../../model.ts';
import type { Snapshot } from '../data/hub.ts';
import { readFrame } from '../grafana/frame.ts';
import { requestUrl } from '../grafana/request.ts';
import { useEnvironment } from './context.ts';
import { chosenValues, scopeOf } from './scope.ts';
import { useSnapshots } from './use-snapshots.ts';

/** The first value that a variable may have; undefined where it may have none, or that is not known yet. */
function firstOf({ query }: QueryVariable, snapshot: Snapshot | undefined): string | undefined {
  if (snapshot?.body === undefined) return undefined;
  const { fields } = readFrame(query.infinityQuery, snapshot.body);
  const value = fields.find(({ name }) => name === '__value')?.values[0];
  return value === undefined || value === null ? undefined : String(value);
}

/**
 * Variables that have one value get their first one where none is chosen, in the address too, as in Grafana.
 *
 * @returns those that have none yet, and what was answered when their values were asked for
 */
export function useFirstValues(): {
  readonly open: readonly QueryVariable[];
  readonly answers: readonly Snapshot[];
} {
  const { session, view, dashboard, go } = useEnvironment();
  const open = dashboard.templating.list.filter(
    (variable): variable is QueryVariable =>
      dashboard.uid === view.uid &&
      variable.type === 'query' &&
      !variable.includeAll &&
      chosenValues(variable, view).length === 0,
  );
  const answers = useSnapshots(
    session.hub,
    open.map(({ query }) => requestUrl(query.infinityQuery, scopeOf(view, dashboard))),
  );
  const first = Object.fromEntries(
    open.flatMap((variable, index) => {
      const value = firstOf(variable, answers[index]);
      return value === undefined ? [] : [[variable.name, [value]]];
    }),
  );
  useEffect(() => {
    if (Object.keys(first).length > 0) go({ variables: { ...view.variables, ...first } }, true);
  }, [JSON.stringify(first)]);
  return { open, answers };
}
