import { dashboardFiles } from '../../browser/support/dashboard-files.ts';
import { addressOf, targetsOf } from '../../browser/support/targets.ts';

export const RANGES = ['24h', '7d', '90d', '400d'] as const;
export type Range = (typeof RANGES)[number];

/** What the panels of all dashboards ask for in a range, with all queues, channels and teams; each question once. */
export function panelAddresses(range: Range): { address: string; panel: string }[] {
  const panels = new Map<string, string>();
  for (const dashboard of dashboardFiles) {
    for (const target of targetsOf(dashboard)) {
      const address = addressOf(target, { from: `now-${range}`, to: 'now' });
      // The others are of the present, whatever the range is.
      if (address.startsWith('/api/v1/query')) panels.set(address, `${dashboard.title}: ${target.name}`);
    }
  }
  return [...panels].map(([address, panel]) => ({ address, panel }));
}
