import type { Dashboard, Panel, Variable } from '../../../model.ts';
import { isZone } from '../format/zone.ts';
import type { Scope } from '../grafana/interpolate.ts';
import type { View } from './location.ts';
import { isInstant, resolveInstant } from './range.ts';

/** Grafana's mark for "all values" of a variable. */
export const allValues = '$__all';

/** The chosen values of a variable; empty for all. One that has a single value takes the first of several. */
export function chosenValues(variable: Variable, view: View): readonly string[] {
  const current = view.variables[variable.name] ?? [variable.current.value].flat();
  const chosen = current.includes(allValues) ? [] : current.filter((value) => value !== '');
  return variable.type === 'query' && !variable.multi ? chosen.slice(0, 1) : chosen;
}

/** The device's own zone; asked for once, because the question is a dear one. */
const deviceZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The time zone's IANA name that a view is drawn in: the device's where the view's is none. */
export function zoneOf(view: View): string {
  if (view.timezone === 'utc') return 'UTC';
  if (view.timezone && view.timezone !== 'browser' && isZone(view.timezone)) return view.timezone;
  return deviceZone;
}

/**
 * The range that is asked for: the view's, or else the dashboard's. An address whose ends are no instants, or the wrong way
 * round, gets the dashboard's whole range: half of each would be a range that nobody meant.
 */
export function rangeOf(view: View, dashboard: Dashboard): { from: string; to: string } {
  const range = { from: view.from ?? dashboard.time.from, to: view.to ?? dashboard.time.to };
  const now = Date.now();
  const isRange =
    isInstant(range.from) &&
    isInstant(range.to) &&
    resolveInstant(range.from, now, deviceZone) < resolveInstant(range.to, now, deviceZone, 'up');
  return isRange ? range : dashboard.time;
}

function currentValue(variable: Variable, view: View): string | readonly string[] {
  const chosen = chosenValues(variable, view);
  if (variable.type !== 'query') return chosen[0] ?? '';
  return chosen.length > 0 ? chosen : variable.allValue;
}

/** Everything that a panel's targets may refer to. Relative times stay relative: the service resolves them. */
export function scopeOf(view: View, dashboard: Dashboard, panel?: Panel): Scope {
  const own = panel?.timeFrom;
  const zone = zoneOf(view);
  const now = Date.now();
  const { from, to } = own ? { from: `now-${own}`, to: 'now' } : rangeOf(view, dashboard);
  return {
    ...Object.fromEntries(
      dashboard.templating.list.map((variable) => [variable.name, currentValue(variable, view)]),
    ),
    __from: from,
    __to: to,
    __timezone: zone,
    __range_ms: String(resolveInstant(to, now, zone, 'up') - resolveInstant(from, now, zone)),
  };
}
