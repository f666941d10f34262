import { describe, expect, test } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { FaultsError } from '../../../services/lib/errors.ts';

function faultsOf(text: string): string[] {
  try {
    parseContactCenter(text, 'center.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof FaultsError)) throw error;
    return error.faults.map(({ path, message }) => `${path}: ${message}`);
  }
}
const withMetric = (metric: string, role = 'agent') =>
  faultsOf(`scorecards:
  - id: s
    role: ${role}
    metrics:
      - ${metric}`);
const FIRST = 'scorecards[0].metrics[0]';

describe('a scorecard of the configuration', () => {
  test('has weights, goals in the metrics’ units, floors, steps and least volumes', () => {
    const { scorecards } = parseContactCenter(
      `teams: [{ id: east }]
goals: [{ metric: fcr, target: 0.8, direction: at_least }]
scorecards:
  - id: agents
    role: agent
    teams: [east]
    metrics:
      - { metric: csat, weight: 3, goal: 0.9, floor: 0.5, least: 10 }
      - { metric: first_response_mean, variant: business, goal: 1h, floor: 5h }
      - { metric: aht, points: steps, steps: [{ reach: 5m, points: 100 }, { reach: 8m, points: 60 }] }
      - { metric: occupancy, points: z, direction: at_least }
      - { metric: fcr }`,
      'center.yaml',
    );
    expect(scorecards[0]!.metrics).toMatchObject([
      { metric: 'csat', weight: 3, goal: 0.9, floor: 0.5, points: 'linear', least: 10 },
      { variant: 'business', weight: 1, goal: 3_600_000, floor: 18_000_000 },
      { points: 'steps', steps: [{ reach: 300_000 }, { reach: 480_000 }] },
      { points: 'z', direction: 'at_least' },
      { metric: 'fcr', points: 'linear' },
    ]);
  });

  test.each([
    ['{ metric: joy, goal: 1 }', 'metric: there is no metric joy; see /api/v1/metrics'],
    ['{ metric: queue_depth_peak_at, goal: 1 }', 'metric: queue_depth_peak_at is a time'],
    ['{ metric: csat, goal: 85 }', 'goal: csat: must be a ratio from 0 to 1; 85 % is 0.85'],
    ['{ metric: csat, goal: 1h }', 'goal: csat: must be a ratio from 0 to 1, such as 0.8'],
    ['{ metric: csat, goal: 0.8, floor: 0.9 }', 'floor: must not be better than the goal'],
    ['{ metric: aht, goal: 5m, floor: 4m }', 'floor: must not be better than the goal'],
    ['{ metric: csat, goal: 0.8, weight: 0 }', 'weight: must be above 0'],
    [
      '{ metric: csat, goal: 0.8, variant: business }',
      'variant: csat has no variant business; there are none',
    ],
    ['{ metric: csat, points: steps }', 'steps: must say which value gives how many points'],
    ['{ metric: csat, goal: 0.8, steps: [{ reach: 0.5, points: 50 }] }', 'steps: are for points: steps'],
    [
      '{ metric: csat, points: steps, steps: [{ reach: 50, points: 50 }] }',
      'steps[0].reach: csat: must be a ratio from 0 to 1; 50 % is 0.5',
    ],
    ['{ metric: csat, points: z, floor: 0.5 }', 'floor: is for points: linear'],
    ['{ metric: occupancy, points: z }', 'direction: must say whether more is better or less'],
    ['{ metric: occupancy, goal: 0.8 }', 'direction: must say whether more of occupancy is better or less'],
    ['{ metric: csat }', 'goal: there is no goal for csat, neither here nor in goals'],
  ])('is refused with %s', (metric, fault) => {
    expect(withMetric(metric)).toEqual([`${FIRST}.${fault}`]);
  });

  test('is refused with a metric twice, a team that there is not, an id twice, and a manager’s teams', () => {
    expect(
      faultsOf(`teams: [{ id: east }]
scorecards:
  - id: s
    role: agent
    teams: [west]
    metrics: [{ metric: csat, goal: 0.8 }, { metric: csat, goal: 0.9 }]
  - { id: s, role: supervisor, metrics: [{ metric: csat, goal: 0.8 }] }
  - { id: m, role: manager, teams: [east], metrics: [{ metric: csat, goal: 0.8 }] }`),
    ).toEqual([
      'scorecards[0].teams: there is no team west',
      'scorecards[0].metrics[1].metric: csat is in this scorecard already',
      'scorecards[1].id: s is there twice',
      'scorecards[2].teams: a manager answers for all teams',
    ]);
  });

  test('is refused with a floor that is better than a goal of goals', () => {
    expect(
      faultsOf(`goals: [{ metric: csat, target: 0.8, direction: at_least }]
scorecards: [{ id: s, role: agent, metrics: [{ metric: csat, floor: 0.85 }] }]`),
    ).toEqual([`${FIRST}.floor: must not be better than the goal`]);
  });

  test('is not said to lack a goal while the goals cannot be read', () => {
    expect(
      faultsOf(`goals: [{ metric: csat, target: 80, direction: at_least }]
scorecards: [{ id: s, role: agent, metrics: [{ metric: csat }] }]`),
    ).toEqual(['goals[0].target: csat: must be a ratio from 0 to 1; 80 % is 0.8']);
  });
});
