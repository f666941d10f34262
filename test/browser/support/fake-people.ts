import { agentTitles } from './fixtures.ts';

const at = '2026-05-04T09:00:00.000+02:00';
const period = {
  name: 'quarter',
  from: '2026-01-01T00:00:00.000+01:00',
  to: '2026-04-01T00:00:00.000+02:00',
  tz: 'Europe/Berlin',
};

const goals = [
  {
    id: 'aht-team-frontline-month',
    source: 'api',
    metric: 'aht',
    title: 'Average handle time',
    unit: 'ms',
    team: 'frontline',
    name: 'Frontline',
    period: 'month',
    target: 360_000,
    direction: 'at_most',
    version: 3,
    changedAt: at,
    changedBy: 'Ada',
    note: 'agreed in March',
    current: {
      elapsed: 0.4,
      value: 402_000,
      n: 2_300,
      attainment: 0.895,
      pace: 0.895,
      projection: { value: 399_000, lower: 380_000, upper: 418_000, method: 'mean' },
      standing: 'at_risk',
    },
  },
  {
    id: 'csat-month',
    source: 'configuration',
    metric: 'csat',
    title: 'Customer satisfaction',
    unit: 'ratio',
    name: 'everybody',
    period: 'month',
    target: 0.85,
    direction: 'at_least',
    version: null,
    changedAt: null,
    changedBy: null,
    note: null,
    current: {
      elapsed: 0.4,
      value: 0.88,
      n: 210,
      attainment: 1.035,
      pace: 1.035,
      projection: null,
      standing: 'reached',
    },
  },
];

const summary = {
  id: 'frontline-2026-Q1',
  team: 'frontline',
  name: 'Frontline, first quarter of 2026',
  period,
  state: 'pinned',
  agents: 2,
  confirmed: 1,
  openedAt: '2026-01-02T09:00:00.000+01:00',
  openedBy: 'Ada',
};

const agreed = [
  {
    metric: 'csat',
    title: 'Customer satisfaction',
    unit: 'ratio',
    goal: 0.85,
    direction: 'at_least',
    weight: 3,
  },
  { metric: 'aht', title: 'Average handle time', unit: 'ms', goal: 360_000, direction: 'at_most', weight: 1 },
];

const member = (agent: string, isConfirmed: boolean) => ({
  agent,
  name: agentTitles[agent],
  goals: agreed,
  goals_version: 1,
  confirmed: {
    agent: isConfirmed ? { by: agentTitles[agent], at } : null,
    supervisor: { by: 'Ada', at },
  },
  remark: isConfirmed ? { by: 'Ada', at, text: 'A steady quarter.\nMore calls next time.' } : null,
  answer: null,
  card: {
    score: 72.8,
    metrics: [
      { id: 'csat', value: 0.8, points: 75 },
      { id: 'aht', value: 350_000, points: 100 },
    ],
  },
  changed: isConfirmed
    ? [{ metric: 'csat', title: 'Customer satisfaction', unit: 'ratio', pinned: 0.8, now: 0.81 }]
    : [],
});

/** A round as it stands; `open` it takes goals and confirmations. */
const round = (state: 'open' | 'pinned') => ({
  ...summary,
  id: `frontline-2026-${state === 'open' ? 'Q2' : 'Q1'}`,
  state,
  period: state === 'open' ? { ...period, to: '2999-01-01T00:00:00.000Z' } : period,
  members: [member('a1', state === 'pinned'), member('a2', false)],
  pinned: state === 'pinned' ? { at, by: 'Ada', hash: '9f2c4be1d07a33aa', intact: true, notes: [] } : null,
  history: [{ version: 1, at, by: 'Ada', what: 'opened' }],
});

const forms = {
  peer: {
    scale_max: 5,
    dimensions: [
      { id: 'collaboration', title: 'Collaboration' },
      { id: 'courtesy', title: 'Courtesy' },
    ],
  },
  quality: {
    scale_max: 5,
    items: [
      { id: 'accuracy', title: 'Right and complete answer', weight: 3, auto_fail: false },
      { id: 'tone', title: 'Tone', weight: 1, auto_fail: false },
      { id: 'privacy', title: 'Customer identified', weight: 2, auto_fail: true },
    ],
  },
};

/** What pages that are no dashboards ask for; undefined for all else. */
export function peopleAnswer(pathname: string): unknown {
  const goal = goals.find(({ id }) => pathname === `/api/v1/goals/${id}`);
  if (goal)
    return {
      ...goal,
      history: [
        {
          version: 3,
          at,
          by: 'Ada',
          what: 'set',
          target: goal.target,
          direction: goal.direction,
          note: goal.note,
        },
      ],
      past: [{ from: '2026-04-01T00:00:00.000+02:00', to: at, value: 0.5 * goal.target, met: true }],
    };
  switch (pathname) {
    case '/api/v1/goals':
      return { goals };
    case '/api/v1/rounds':
      return {
        rounds: [summary, { ...summary, id: 'frontline-2026-Q2', name: 'Second quarter', state: 'open' }],
      };
    case '/api/v1/rounds/frontline-2026-Q1':
      return round('pinned');
    case '/api/v1/rounds/frontline-2026-Q2':
      return round('open');
    case '/api/v1/rounds/compare':
      return {
        rounds: [{ ...summary, pinned: { hash: '9f' } }],
        people: [
          {
            id: 'a1',
            name: agentTitles.a1,
            scores: [72.8],
            metrics: [
              { metric: 'csat', title: 'Customer satisfaction', unit: 'ratio', figures: [{ value: 0.8 }] },
            ],
          },
        ],
      };
    case '/api/v1/feedback/forms':
      return forms;
    default:
      return undefined;
  }
}
