import type { Dashboard, Panel, Target } from '../../../dashboards/model.ts';
import { requestUrl } from '../../../dashboards/viewer/src/grafana/request.ts';
import { scopeOf } from '../../../dashboards/viewer/src/state/scope.ts';
import { getJson, type Product } from '../../support/product.ts';

/** A target of a panel, and what it is of. */
export interface PanelTarget {
  readonly name: string;
  readonly dashboard: Dashboard;
  readonly panel: Panel;
  readonly target: Target;
}

export const targetsOf = (dashboard: Dashboard): PanelTarget[] =>
  dashboard.panels.flatMap((panel) =>
    (panel.targets ?? []).map((target) => ({
      name: `${panel.title}, ${target.refId}`,
      dashboard,
      panel,
      target,
    })),
  );

/** Chosen values by the names of variables. */
export type Choice = Readonly<Record<string, readonly string[]>>;

/** The first value that the API has for the first of a dashboard's variables that is a dimension. */
export async function chooseOne(
  product: Pick<Product, 'address'>,
  dashboard: Pick<Dashboard, 'templating'>,
): Promise<Choice> {
  const isOfDimension = (url: string) => url.startsWith('/api/v1/dimensions/');
  const variable = dashboard.templating.list
    .filter((one) => one.type === 'query')
    .find(({ query }) => isOfDimension(query.infinityQuery.url));
  if (variable === undefined) return {};
  const url = requestUrl(variable.query.infinityQuery, {});
  const { values } = await getJson<{ values: { value: string }[] }>(product, url);
  return { [variable.name]: [values[0]!.value] };
}

/** What a target asks for in a range, in UTC, whatever range its panel has of its own. */
export function addressOf(
  { dashboard, panel: { timeFrom: _, ...panel }, target }: PanelTarget,
  range: { from: string; to: string },
  variables: Choice = {},
): string {
  const view = { uid: dashboard.uid, kiosk: false, timezone: 'utc', ...range, variables };
  return requestUrl(target, scopeOf(view, dashboard, panel));
}
