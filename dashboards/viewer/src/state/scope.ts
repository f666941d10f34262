import type { Dashboard, Panel, Variable } from '../../../model.ts';
import type { Scope } from '../grafana/interpolate.ts';
import type { View } from './location.ts';

/** Grafana's mark for "all values" of a variable. */
export const allValues = '$__all';

/** The chosen values of a variable; empty for all. */
export function chosenValues(variable: Variable, view: View): readonly string[] {
  const current = view.variables[variable.name] ?? [variable.current.value].flat();
  return current.includes(allValues) ? [] : current.filter((value) => value !== '');
}

/** The time zone's IANA name that a view is drawn in. */
export function zoneOf(view: View): string {
  if (view.timezone === 'utc') return 'UTC';
  if (view.timezone && view.timezone !== 'browser') return view.timezone;
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The range that is asked for: the view's, or else the dashboard's. */
export const rangeOf = (view: View, dashboard: Dashboard) => ({
  from: view.from ?? dashboard.time.from,
  to: view.to ?? dashboard.time.to,
});

/** Everything that a panel's targets may refer to. Relative times stay relative: the service resolves them. */
export function scopeOf(view: View, dashboard: Dashboard, panel?: Panel): Scope {
  const own = panel?.timeFrom;
  const { from, to } = own ? { from: `now-${own}`, to: 'now' } : rangeOf(view, dashboard);
  return {
    ...Object.fromEntries(
      dashboard.templating.list.map((variable) => [variable.name, chosenValues(variable, view)]),
    ),
    __from: from,
    __to: to,
    __timezone: zoneOf(view),
  };
}
