import { expect, it } from 'vitest';
import { dashboards } from '../../dashboards/source/index.ts';
import { CATALOGUE } from '../../services/query/catalogue/index.ts';

/** Metrics that the dashboards already show and the catalogue is still to get. */
const awaited = [
  ...['sla_attainment', 'requester_wait_mean', 'agent_work_mean'],
  ...['fcr', 'one_touch_rate', 'transfer_rate', 'escalation_rate', 'reopen_rate'],
  ...['bot_containment', 'bot_deflection', 'bot_resolution'],
  ...['csat', 'csat_response_rate', 'nps', 'ces'],
  ...['occupancy', 'utilisation', 'slot_utilisation', 'adherence', 'conformance'],
];

function metricsOnDashboards(): Set<string> {
  const targets = dashboards.flatMap(({ panels }) => panels.flatMap((panel) => panel.targets ?? []));
  const asked = targets.flatMap(({ url_options }) =>
    url_options.params.filter(({ key }) => key === 'metrics'),
  );
  return new Set(asked.flatMap(({ value }) => value.split(',')));
}

it('no panel shows a metric that the catalogue lacks, but for those that are awaited', () => {
  const known = new Set(CATALOGUE.map(({ id }) => id));
  const lacking = [...metricsOnDashboards()].filter((id) => !known.has(id));
  expect(lacking.sort(), 'take what has come into the catalogue off the list').toEqual(awaited.sort());
});
