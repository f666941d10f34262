import { describe, expect, test } from 'vitest';
import { loadContactCenter, parseContactCenter } from '../../services/center/contact-center.ts';
import { type Fault, FaultsError, LinewatchError } from '../../services/lib/errors.ts';

function faultsOf(text: string): readonly Fault[] {
  try {
    parseContactCenter(text, 'center.yaml');
  } catch (error) {
    if (error instanceof FaultsError) return error.faults;
    throw error;
  }
  return [];
}

const told = (text: string) => faultsOf(text).map(({ line, path, message }) => `${line} ${path}: ${message}`);

const OFFICE = 'calendars: { office: { zone: Europe/Berlin, weekly: { mon: [09:00-17:00] } } }';

describe('the example', () => {
  const center = loadContactCenter();

  test('is valid, and durations are ms', () => {
    expect(center.queues.map(({ id }) => id)).toEqual(['general', 'billing', 'technical', 'orders', 'vip']);
    expect(center.queues[0]).toMatchObject({
      serviceLevel: 20_000,
      serviceLevelByChannel: { email: 14_400_000 },
    });
    expect(center.defaultCalendar).toBe('office');
    expect(center.goals).toContainEqual({
      id: 'csat-month',
      metric: 'csat',
      period: 'month',
      target: 0.85,
      direction: 'at_least',
    });
  });

  test('has a policy for every channel', () => {
    const served = new Set(center.policies.flatMap(({ when }) => when.channel));
    expect([...served].sort()).toEqual(['api', 'chat', 'email', 'messaging', 'social', 'voice', 'web']);
  });
});

describe('a configuration', () => {
  test('may be empty, and gives every section', () => {
    const nothing = { teams: [], queues: [], agents: [], policies: [], goals: [], calendars: {} };
    expect(parseContactCenter('', 'center.yaml')).toMatchObject(nothing);
  });

  test('may give one duration for all priorities or one each, one value of a condition or several', () => {
    const { policies } = parseContactCenter(
      `policies:
  - id: p
    when: { channel: email, priority: [high, urgent] }
    targets:
      - { metric: first_response, within: 1h30m }
      - { metric: queue_wait, within: { urgent: 10s, default: 20s } }`,
      'center.yaml',
    );
    expect(policies[0]).toMatchObject({
      when: { channel: ['email'], priority: ['high', 'urgent'], queue: [], tags: [] },
      targets: [{ within: { default: 5_400_000 } }, { within: { urgent: 10_000, default: 20_000 } }],
    });
  });
});

describe('what is refused, with its line and path', () => {
  test('text that is no YAML, and keys given twice', () => {
    expect(told('teams: [')[0]).toMatch(/^\d+ center\.yaml: /);
    expect(told('teams: []\nteams: []')[0]).toMatch(/^2 center\.yaml: .*unique/);
  });

  test('a configuration that is not made of sections', () => {
    expect(told('- a')).toHaveLength(1);
    expect(told('queue: []')[0]).toMatch(/^1 queue: is no section; there are teams, queues, .*policies/);
  });

  test('calendars: unknown zone, overlapping hours, no open time', () => {
    const faults = told(`calendars:
  mars: { zone: Mars/Olympus, weekly: 24x7 }
  overlap:
    zone: UTC
    weekly:
      mon: [09:00-12:00, 11:00-13:00]
  never: { zone: UTC, weekly: {} }`);
    expect(faults).toEqual([
      '2 calendars.mars.zone: "Mars/Olympus" is no known time zone',
      '6 calendars.overlap.weekly.mon[1]: "11:00-13:00" overlaps "09:00-12:00"',
      '7 calendars.never.weekly: no open time, nor on a special day',
    ]);
  });

  test('targets: 0, shorter than a second, no duration, unknown metric, the same metric twice', () => {
    const faults = told(`policies:
  - id: p
    targets:
      - { metric: first_response, within: 0s }
      - { metric: first_response, within: { urgent: 900ms } }
      - { metric: first_response, within: soon }
      - { metric: first_answer, within: 1h }
  - id: q
    targets:
      - { metric: first_response, within: 1h }
      - { metric: first_response, within: 2h }`);
    expect(faults.map((fault) => fault.replace(/: Invalid option.*/, ': Invalid option'))).toEqual([
      '4 policies[0].targets[0].within: a target must be 1s or longer',
      '5 policies[0].targets[1].within.urgent: a target must be 1s or longer',
      '6 policies[0].targets[2].within: must be a duration such as 20s, 4h or 1h30m',
      '7 policies[0].targets[3].metric: Invalid option',
      '11 policies[1].targets[1].metric: there is a target on first_response already',
    ]);
  });

  test('names of nothing: teams, queues, calendars, agents', () => {
    const faults = told(`${OFFICE}
defaultCalendar: shop
queues: [{ id: q, team: north, calendar: nights }]
agents: [{ id: a, team: south, queues: [q, s] }]
policies:
  - id: p
    when: { queue: [q, r] }
    targets: [{ metric: queue_wait, within: 1m, calendar: moon }]
goals:
  - { metric: aht, agent: b, target: 5m, direction: at_most }
  - { metric: csat, team: east, target: 0.8, direction: at_least }`);
    expect(faults).toEqual([
      '2 defaultCalendar: there is no calendar shop',
      '3 queues[0].team: there is no team north',
      '3 queues[0].calendar: there is no calendar nights',
      '4 agents[0].team: there is no team south',
      '4 agents[0].queues: there is no queue s',
      '7 policies[0].when.queue: there is no queue r',
      '8 policies[0].targets[0].calendar: there is no calendar moon',
      '10 goals[0].agent: there is no agent b',
      '11 goals[1].team: there is no team east',
    ]);
  });

  test('ids given twice, and goals', () => {
    expect(
      told(`teams: [{ id: t }, { id: t }]
goals:
  - { metric: aht, team: t, target: 5m, direction: at_most }
  - { metric: aht, team: t, target: 6m, direction: at_most }
  - { metric: aht, team: t, agent: a, target: 6m, direction: less }`).map((fault) => fault.split(': Inv')[0]),
    ).toEqual([
      '1 teams[1].id: t is there twice',
      '4 goals[1]: aht has this goal twice',
      '5 goals[2].direction',
    ]);
  });

  test('an entry that is faulty is still known to the others, and all faults come at once', () => {
    const faults = told(`teams: [{ id: north, nam: North }]
queues: [{ id: q, team: north, serviceLevel: often }, { id: r, team: south }]
calendars: { broken: { zone: Nowhere, weekly: 24x7 } }
defaultCalendar: broken`);
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      '1 teams[0]',
      '2 queues[0].serviceLevel',
      '2 queues[1].team',
      '3 calendars.broken.zone',
    ]);
  });
});

describe('goals', () => {
  test('are on metrics that there are, by what these are known by, in their unit', () => {
    expect(
      told(`teams: [{ id: t }]
goals:
  - { metric: no_such_metric, target: 4h, direction: at_most }
  - { metric: csat, target: 4h, direction: at_least }
  - { metric: service_level, target: 80, direction: at_least }
  - { metric: nps, target: 40m, direction: at_least }
  - { metric: queue_depth_peak_at, target: 4, direction: at_most }`),
    ).toEqual([
      '3 goals[0].metric: there is no metric no_such_metric; see /api/v1/metrics',
      '4 goals[1].target: csat: must be a ratio from 0 to 1, such as 0.8',
      '5 goals[2].target: service_level: must be a ratio from 0 to 1; 80 % is 0.8',
      '6 goals[3].target: nps: must be a number, not a duration',
      '7 goals[4].metric: queue_depth_peak_at is a time',
    ]);
  });

  test('are of a team, a queue or an agent, known by such, and of a formula that there is', () => {
    expect(
      told(`teams: [{ id: t }]
queues: [{ id: q, team: t }]
goals:
  - { metric: occupancy, queue: q, target: 0.8, direction: at_most }
  - { metric: csat, queue: r, target: 0.8, direction: at_least }
  - { metric: aht, variant: business, target: 4m, direction: at_most }
  - { metric: csat, team: t, queue: q, target: 0.8, direction: at_least }
  - { metric: csat, period: decade, target: 0.8, direction: at_least }
  - { id: g, metric: csat, team: t, target: 0.8, direction: at_least }
  - { id: g, metric: csat, team: t, period: week, target: 0.8, direction: at_least }`).map(
        (fault) => fault.split(': Inv')[0],
      ),
    ).toEqual([
      '4 goals[0].queue: occupancy cannot be asked for by queue',
      '5 goals[1].queue: there is no queue r',
      '6 goals[2].variant: aht has no variant business; there are none',
      '7 goals[3].agent: a goal is of a team, of a queue or of an agent',
      '8 goals[4].period',
      '10 goals[6].id: g is there twice',
    ]);
  });

  test('have an id that says what they are about, unless they name their own', () => {
    const { goals } = parseContactCenter(
      `teams: [{ id: east }]
goals:
  - { metric: aht, team: east, target: 6m, direction: at_most }
  - { metric: first_response_p90, variant: business, period: half-year, target: 1h, direction: at_most }
  - { id: own, metric: csat, target: 0.8, direction: at_least }`,
      'center.yaml',
    );
    const ids = goals.map(({ id }) => id);
    expect(ids).toEqual(['aht-team-east-month', 'first_response_p90-business-half-year', 'own']);
  });

  test('may be given as a duration or in ms where the metric is a time', () => {
    const { goals } = parseContactCenter(
      `goals:
  - { metric: aht, target: 6m, direction: at_most }
  - { metric: wait_p90, target: 20000, direction: at_most }
  - { metric: service_level, target: 1, direction: at_least }`,
      'center.yaml',
    );
    expect(goals.map(({ target }) => target)).toEqual([360_000, 20_000, 1]);
  });
});

test('all faults come at once: of shape, of what cannot be, of names, of hours, of ids and of routes', () => {
  const faults = told(`teams: [{ id: north, nam: North }]
queues: [{ id: q }]
goals: [{ metric: aht, target: often, direction: at_most }]
alerting:
  settle: soon
  rules:
    - { id: a, kind: threshold, metric: no_such, above: 1, when: { queue: r }, during: night }
    - { id: a, kind: sla_warning, used: 2 }
    - { id: b, kind: sla_breach, when: { queue: [q, r], team: south } }
    - { id: b, kind: sla_breach, during: night }
  routes:
    - { channels: [mail], escalateAfter: 5m, during: night }`);
  expect(faults.map((fault) => fault.replace(/: .*/, '')).sort()).toEqual(
    [
      '1 teams[0]',
      '3 goals[0].target',
      '5 alerting.settle',
      '7 alerting.rules[0].metric',
      '7 alerting.rules[0].during',
      '7 alerting.rules[0].when.queue',
      '8 alerting.rules[1].used',
      '9 alerting.rules[2].when.queue',
      '9 alerting.rules[2].when.team',
      '10 alerting.rules[3].id',
      '10 alerting.rules[3].during',
      '12 alerting.routes[0].during',
      '12 alerting.routes[0].channels[0]',
      '12 alerting.routes[0].escalateAfter',
    ].sort(),
  );
});

test('a file that cannot be read is told in one line', () => {
  expect(() => loadContactCenter('/nowhere.yaml')).toThrow(LinewatchError);
  expect(() => loadContactCenter('/nowhere.yaml')).toThrow(/^[^\n]*\/nowhere\.yaml, cannot be read: ENOENT$/);
  expect(() => loadContactCenter('/')).toThrow(/cannot be read: EISDIR$/);
});
