import { expect, it } from 'vitest';
import { labelsOf } from '../../services/alerting/message.ts';
import { ALERT_LABELS } from '../../services/center/config/alerting/labels.ts';
import { loadContactCenter, parseContactCenter } from '../../services/center/contact-center.ts';
import { unlistedNames } from '../../services/center/unlisted.ts';
import type { FaultsError } from '../../services/lib/errors.ts';
import { alertOf } from './alerts.ts';

const FAULTY = `alerting:
  rules:
    - { id: a, kind: sla_breach }
    - { id: a, kind: sla_breach }
    - { id: b, kind: sla_warning, used: 0.8, left: 10m }
    - { id: c, kind: sla_breach, severity: loud }
  channels:
    - { id: hook, kind: webhook, url: "ftp://example.org", secretFile: s }
  allowNetworks: [10.0.0.1]
  routes:
    - { channels: [nowhere] }
`;

const A = { id: 'a', kind: 'kafka' };
const MAIL = {
  id: 'm',
  kind: 'email',
  host: 'smtp.example.org',
  from: 'a@example.org',
  to: ['b@example.org'],
};

function faultsOf(text: string): string[] {
  try {
    parseContactCenter(text, 'test.yaml');
  } catch (error) {
    return (error as FaultsError).faults.map(({ path, line, message }) => `${line} ${path} ${message}`);
  }
  return [];
}

it('every fault of the alerting section is told with its line', () => {
  let faults: { path: string; line?: number }[] = [];
  try {
    parseContactCenter(FAULTY, 'test.yaml');
  } catch (error) {
    faults = (error as FaultsError).faults.map(({ path, line }) => ({ path, line: line! }));
  }
  expect(faults).toEqual([
    { path: 'alerting.rules[1].id', line: 4 },
    { path: 'alerting.rules[2].used', line: 5 },
    { path: 'alerting.rules[3].severity', line: 6 },
    { path: 'alerting.channels[0].url', line: 8 },
    { path: 'alerting.allowNetworks[0]', line: 9 },
    { path: 'alerting.routes[0].channels[0]', line: 11 },
  ]);
});

it('ids that are there twice and channels that are not there are told', () => {
  const text = `alerting:
  rules:
    - { id: a, kind: sla_breach }
    - { id: a, kind: sla_breach }
  routes:
    - { channels: [nowhere] }
`;
  expect(() => parseContactCenter(text, 'test.yaml')).toThrow(
    /line 4, alerting.rules\[1\].id: a is there twice\n.*line 6, alerting.routes\[0\].channels\[0\]: there is no channel nowhere/,
  );
});

it('a figure that there is not, or not by what it is asked for, is told: its rule would never fire', () => {
  const text = `calendars: { office: { zone: UTC, weekly: 24x7 } }
alerting:
  rules:
    - { id: a, kind: threshold, metric: sevice_level, below: 0.8 }
    - { id: b, kind: threshold, metric: waiting, above: 20, over: 30m }
    - { id: c, kind: threshold, metric: occupancy, above: 0.9, by: queue }
    - { id: d, kind: threshold, metric: agents_available, below: 1 }
    - { id: e, kind: threshold, metric: waiting, above: 20, resolve: 30 }
    - { id: f, kind: threshold, metric: waiting }
    - { id: g, kind: threshold, metric: service_level, variant: best, below: 0.8 }
    - { id: h, kind: surge, metric: service_level }
    - { id: i, kind: surge, zone: Berlin }
    - { id: j, kind: threshold, metric: waiting, above: 20, when: { team: night } }
`;
  expect(faultsOf(text)).toEqual([
    '4 alerting.rules[0].metric there is no metric sevice_level; see /api/v1/metrics',
    '5 alerting.rules[1].over waiting is known of now only',
    '6 alerting.rules[2].by occupancy is not known by queue',
    '7 alerting.rules[3].by agents_available is of a queue: give by: queue',
    '8 alerting.rules[4].resolve must not lie above the threshold',
    '9 alerting.rules[5].above give either above or below',
    '10 alerting.rules[6].variant service_level has no variant best',
    '11 alerting.rules[7].metric service_level is not a number of things that happen',
    '12 alerting.rules[8].zone is no time zone',
    '13 alerting.rules[9].when.team waiting is not known by team',
  ]);
});

const NAMES = `
alerting:
  rules:
    - { id: a, kind: threshold, metric: service_level, below: 0.8, when: { queue: nosuch, team: nosuch } }
    - { id: b, kind: sla_breach, when: { queue: [q, nosuch], policy: nosuch } }
    - { id: c, kind: threshold, metric: occupancy, above: 0.9, when: { agent: nosuch } }
    - { id: d, kind: no_data, by: queue, of: [q, nosuch], quietFor: 15m }
    - { id: e, kind: no_data, by: source, of: [nosuch], quietFor: 15m }
    - { id: f, kind: surge, when: { queue: nosuch } }
`;

it('a queue, team, agent or policy that there is not is told, as in a policy: its rule would never fire', () => {
  const listed = `queues: [{ id: q }]
teams: [{ id: t }]
agents: [{ id: x }]
policies: [{ id: p, targets: [{ metric: first_response, within: 1h }] }]`;
  expect(faultsOf(listed + NAMES)).toEqual([
    '7 alerting.rules[0].when.queue there is no queue nosuch',
    '7 alerting.rules[0].when.team there is no team nosuch',
    '8 alerting.rules[1].when.queue there is no queue nosuch',
    '8 alerting.rules[1].when.policy there is no policy nosuch',
    '9 alerting.rules[2].when.agent there is no agent nosuch',
    '10 alerting.rules[3].of there is no queue nosuch',
    '12 alerting.rules[5].when.queue there is no queue nosuch',
  ]);
});

it('where a configuration lists none of a kind, events name them: rules may, and the names can be told', () => {
  const center = parseContactCenter(NAMES, 'test.yaml');
  expect(unlistedNames(center)).toEqual([
    'queue nosuch',
    'queue q',
    'team nosuch',
    'agent nosuch',
    'policy nosuch',
  ]);
  expect(unlistedNames(loadContactCenter())).toEqual([]);
});

it('a channel of events that there is not is told', () => {
  const text = 'alerting: { rules: [{ id: a, kind: no_data, by: channel, of: [voice, fax], quietFor: 1h }] }';
  expect(faultsOf(text)).toEqual([
    expect.stringMatching(/^1 alerting\.rules\[0\]\.of there is no channel fax; /),
  ]);
});

it('a threshold in another unit than the metric is told, with what was meant', () => {
  const text = `alerting:
  rules:
    - { id: a, kind: threshold, metric: service_level, below: 80 }
    - { id: b, kind: threshold, metric: service_level, below: 0.5, resolve: 60 }
    - { id: c, kind: threshold, metric: occupancy, above: 1h }
    - { id: d, kind: threshold, metric: waiting, above: 20m }
    - { id: e, kind: threshold, metric: longest_wait, above: 300000 }
    - { id: f, kind: threshold, metric: aht, above: 5m }
    - { id: g, kind: threshold, metric: service_level, below: 1 }
`;
  expect(faultsOf(text)).toEqual([
    '3 alerting.rules[0].below service_level: must be a ratio from 0 to 1; 80 % is 0.8',
    '4 alerting.rules[1].resolve service_level: must be a ratio from 0 to 1; 60 % is 0.6',
    '5 alerting.rules[2].above occupancy: must be a ratio from 0 to 1, such as 0.8',
    '6 alerting.rules[3].above waiting: must be a number, not a duration',
  ]);
});

it('times of nothing are told', () => {
  const text = `alerting:
  requestTimeout: 0s
  rules:
    - { id: a, kind: sla_warning, left: 0s }
    - { id: b, kind: no_data, quietFor: 0s }
    - { id: c, kind: threshold, metric: service_level, below: 0.8, over: 0s }
    - { id: d, kind: surge, over: 0s }
`;
  expect(faultsOf(text)).toEqual([
    '2 alerting.requestTimeout must be a second or more',
    '4 alerting.rules[0].left must be a second or more',
    '5 alerting.rules[1].quietFor must be a second or more',
    '6 alerting.rules[2].over must be a second or more',
    '7 alerting.rules[3].over must be a second or more',
  ]);
});

it('the labels that may be matched are those that alerts have', () => {
  const full = alertOf({
    team: 't',
    agent: 'a',
    priority: 'p',
    customerTier: 'c',
    policy: 'p',
    channel: 'v',
    labels: { source: 's' },
  });
  expect(Object.keys(labelsOf(full)).sort()).toEqual([...ALERT_LABELS].sort());
});

it('a label that no alert has is told where routes and inhibitions go by it', () => {
  const text = `alerting:
  rules:
    - { id: a, kind: sla_breach, labels: { desk: west } }
  channels: [{ id: c, kind: kafka }]
  routes:
    - { match: { desk: west, severity: critical }, channels: [c], groupBy: [desk, queue] }
    - { match: { qeueu: billing }, channels: [c], groupBy: [taem] }
  inhibit:
    - { source: { knd: sla_breach }, target: { kind: sla_warning } }
`;
  expect(faultsOf(text).map((fault) => fault.split(';')[0])).toEqual([
    '7 alerting.routes[1].match no alert has the label qeueu',
    '7 alerting.routes[1].groupBy no alert has the label taem',
    '9 alerting.inhibit[0].source no alert has the label knd',
  ]);
});

it('a calendar that there is not is told', () => {
  const text = `calendars: { office: { zone: UTC, weekly: { mon: ["09:00-17:00"] } } }
alerting:
  channels: [{ id: a, kind: kafka }]
  rules:
    - { id: a, kind: sla_breach, during: office }
    - { id: b, kind: sla_breach, during: ofice }
    - { id: c, kind: sla_warning, left: 1h, during: night }
    - { id: d, kind: threshold, metric: waiting, above: 20, during: night }
    - { id: e, kind: surge, during: night }
    - { id: f, kind: no_data, quietFor: 15m, during: night }
  routes:
    - { channels: [a], during: night }
    - { channels: [a], during: office }
`;
  expect(faultsOf(text)).toEqual([
    '6 alerting.rules[1].during there is no calendar ofice',
    '7 alerting.rules[2].during there is no calendar night',
    '8 alerting.rules[3].during there is no calendar night',
    '9 alerting.rules[4].during there is no calendar night',
    '10 alerting.rules[5].during there is no calendar night',
    '12 alerting.routes[0].during there is no calendar night',
  ]);
});

it.each([
  ['routes[0].groupBy', { routes: [{ channels: ['a'], groupWait: '10s' }] }],
  [
    'routes[0].escalateAfter',
    { routes: [{ channels: ['a'], continue: true, escalateAfter: '10m' }, { channels: ['a'] }] },
  ],
  ['routes[0].escalateAfter', { routes: [{ channels: ['a'], escalateAfter: '10m' }] }],
  ['routes[0].repeatInterval', { routes: [{ channels: ['a'], repeatInterval: '0s' }] }],
  ['channels[1].user', { channels: [A, { ...MAIL, user: 'u' }] }],
  ['channels[1].tls', { channels: [A, { ...MAIL, tls: 'none', user: 'u', passwordFile: 'p' }] }],
  ['channels[1].to', { channels: [A, { ...MAIL, to: [] }] }],
  ['inhibit[0].target', { inhibit: [{ source: {} }] }],
  ['dashboardUrl', { dashboardUrl: 'desk' }],
])('%s is faulty in %j', (path, section) => {
  let paths: string[] = [];
  try {
    parseContactCenter(JSON.stringify({ alerting: { channels: [A], ...section } }), 'test.yaml');
  } catch (error) {
    paths = (error as FaultsError).faults.map((fault) => fault.path);
  }
  expect(paths).toEqual([`alerting.${path}`]);
});
