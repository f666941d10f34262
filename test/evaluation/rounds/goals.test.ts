import { describe, expect, it } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import type { AgreedGoal } from '../../../services/domain/rounds/round.ts';
import { scorecardOf } from '../../../services/evaluation/definitions.ts';
import {
  agreedGoals,
  goalsFrom,
  scorecardFrom,
  type WantedGoal,
} from '../../../services/evaluation/rounds/goals.ts';
import type { Fault } from '../../../services/lib/errors.ts';

const center = parseContactCenter(
  `teams: [{ id: west }]
goals: [{ metric: nps, team: west, target: 30, direction: at_least }]
scorecards:
  - id: agents
    name: Front line
    role: agent
    metrics:
      - { metric: csat, weight: 3, goal: 0.9, floor: 0.6, least: 10 }
      - { metric: fcr, goal: 0.8 }
      - { metric: first_response_mean, variant: business, goal: 1h }
      - { metric: sla_attainment, points: steps, goal: 0.95, steps: [{ reach: 0.8, points: 60 }] }
      - { metric: aht, points: z }
      - { metric: nps }`,
  'test.yaml',
);
const applied = scorecardOf(center, 'agent', { id: 'ann', name: 'ann', team: '', zone: 'UTC' }, 'quarter')!;
const before = agreedGoals(applied);

function set(...wanted: WantedGoal[]): { goals: AgreedGoal[]; faults: Fault[] } {
  const faults: Fault[] = [];
  return { goals: goalsFrom(wanted, before, faults), faults };
}

describe('the goals of a round', () => {
  it('are those of the scorecard, copied: the same card is made of them, also once they were stored', () => {
    const stored = JSON.parse(JSON.stringify(before)) as AgreedGoal[];
    expect(scorecardFrom({ scorecard: { id: 'agents', name: 'Front line' }, goals: stored })).toEqual(
      applied,
    );
  });

  it('leave out a metric that the catalogue no longer has', () => {
    const goals = [{ ...before[0]!, metric: 'gone' }, before[1]!];
    const { metrics } = scorecardFrom({ scorecard: { id: 'agents', name: null }, goals });
    expect(metrics.map(({ metric }) => metric.id)).toEqual(['fcr']);
  });
});

describe('goals that are set', () => {
  it('stay as they are where they are given back as they were', () => {
    const same = before.map(({ metric, variant, weight, rule }) => ({
      metric,
      variant,
      weight,
      goal: rule === 'no_goal' ? null : rule.goal,
    }));
    expect(set(...same)).toEqual({ goals: before, faults: [] });
  });

  it('keep weight, least volume, and a floor that somebody set; a usual floor goes with the goal', () => {
    const { goals } = set({ metric: 'csat', goal: 0.8 }, { metric: 'fcr', goal: 0.6, weight: 2 });
    expect(goals).toEqual([
      {
        metric: 'csat',
        weight: 3,
        least: 10,
        rule: { kind: 'linear', direction: 'at_least', goal: 0.8, floor: 0.6 },
      },
      {
        metric: 'fcr',
        weight: 2,
        least: 5,
        rule: { kind: 'linear', direction: 'at_least', goal: 0.6, floor: 0.3 },
      },
    ]);
  });

  it('do not leave a floor better than the goal', () => {
    expect(set({ metric: 'csat', goal: 0.5 }).goals[0]!.rule).toMatchObject({ goal: 0.5, floor: 0.25 });
  });

  it('take times as durations, and each variant for itself', () => {
    const { goals } = set({ metric: 'first_response_mean', variant: 'business', goal: '30m' });
    expect(goals[0]).toMatchObject({
      variant: 'business',
      rule: { direction: 'at_most', goal: 1_800_000, floor: 3_600_000 },
    });
  });

  it('of steps and of z-scores leave the points as they were', () => {
    const { goals } = set({ metric: 'sla_attainment', goal: 0.9 }, { metric: 'aht', goal: null });
    expect(goals.map(({ rule }) => rule)).toEqual([
      { kind: 'steps', direction: 'at_least', goal: 0.9, steps: [{ reach: 0.8, points: 60 }] },
      { kind: 'z', direction: 'at_most', goal: null },
    ]);
  });

  it('give a metric that had none linear points', () => {
    expect(
      set({ metric: 'nps', goal: 40 }, { metric: 'quality_score', goal: 0.9 }).goals.map(({ rule }) => rule),
    ).toEqual([
      { kind: 'linear', direction: 'at_least', goal: 40, floor: 20 },
      { kind: 'linear', direction: 'at_least', goal: 0.9, floor: 0.45 },
    ]);
  });

  it.each<[string, WantedGoal[], string]>([
    ['a metric that there is not', [{ metric: 'cast', goal: 1 }], 'goals.0.metric'],
    [
      'a metric twice',
      [
        { metric: 'csat', goal: 0.8 },
        { metric: 'csat', goal: 0.9 },
      ],
      'goals.1.metric',
    ],
    ['a variant that there is not', [{ metric: 'csat', variant: 'odd', goal: 0.8 }], 'goals.0.variant'],
    ['a percentage for a ratio', [{ metric: 'csat', goal: 80 }], 'goals.0.goal'],
    ['a time for a ratio', [{ metric: 'csat', goal: '5m' }], 'goals.0.goal'],
    ['what is no time', [{ metric: 'aht', goal: 'soon' }], 'goals.0.goal'],
    ['no goal for what had none before', [{ metric: 'quality_score', goal: null }], 'goals.0.goal'],
    [
      'a metric of which neither more nor less is better',
      [{ metric: 'offered', goal: 10 }],
      'goals.0.direction',
    ],
  ])('are refused for %s', (_, wanted, path) => {
    const { goals, faults } = set(...wanted);
    expect(goals).toEqual([]);
    expect(faults.map((fault) => fault.path)).toContain(path);
  });
});
