import type { Target } from '../../../model.ts';
import { requestUrl } from '../grafana/request.ts';
import { useEnvironment } from './context.ts';
import { scopeOf } from './scope.ts';
import { useSnapshots } from './use-snapshots.ts';

const refersTo = ({ url_options }: Target, name: string) =>
  url_options.params.some(({ value }) => value === `\${${name}}`);

/**
 * What the service finds wrong with the values of variables, by their names, each of which is a parameter of a target
 * too. The panels ask for these targets anyway: nothing is asked for twice.
 */
export function useFaults(names: readonly string[]): ReadonlyMap<string, string> {
  const { session, view, dashboard } = useEnvironment();
  const urls = dashboard.panels.flatMap((panel) =>
    (panel.targets ?? [])
      .filter((target) => names.some((name) => refersTo(target, name)))
      .map((target) => requestUrl(target, scopeOf(view, dashboard, panel))),
  );
  const snapshots = useSnapshots(session.hub, [...new Set(urls)]);
  const faults = snapshots.flatMap(({ failure }) => failure?.faults ?? []);
  return new Map(faults.map(({ path, message }) => [path, message]));
}
