import { describe, expect, test } from 'vitest';
import { parseContactCenter } from '../../services/center/contact-center.ts';
import { type Role, scorecardOf } from '../../services/evaluation/definitions.ts';
import type { Period } from '../../services/evaluation/periods.ts';

function applied(configuration: string, role: Role, id: string, team: string, period: Period = 'month') {
  const center = parseContactCenter(configuration, 'center.yaml');
  return scorecardOf(center, role, { id, name: id, team, zone: 'UTC' }, period);
}
const rules = (...asked: Parameters<typeof applied>) =>
  Object.fromEntries(applied(...asked)!.metrics.map(({ metric, rule }) => [metric.id, rule]));

const TEAMS = 'teams: [{ id: east }, { id: west }]\nagents: [{ id: ann, team: east }]\n';
const GOALS = `${TEAMS}goals:
  - { metric: csat, target: 0.8, direction: at_least }
  - { metric: csat, team: east, target: 0.7, direction: at_least }
  - { metric: csat, agent: ann, target: 0.6, direction: at_least }
  - { metric: first_response_mean, target: 4h, direction: at_most }
  - { metric: aht, team: west, target: 6m, direction: at_most }
`;
const SCORECARDS = `${GOALS}scorecards:
  - { id: easterners, role: agent, teams: [east], metrics: [{ metric: csat }] }
  - { id: others, role: agent, metrics: [{ metric: csat, goal: 0.9, floor: 0.3 }] }
  - { id: leads, role: supervisor, teams: [east], metrics: [{ metric: csat }] }
`;

describe('a scorecard', () => {
  test('is the first of the role that names the team, or none', () => {
    expect(applied(SCORECARDS, 'agent', 'ann', 'east')!.id).toBe('easterners');
    expect(applied(SCORECARDS, 'agent', 'bea', 'west')!.id).toBe('others');
    expect(applied(SCORECARDS, 'agent', 'cem', '')!.id).toBe('others');
    expect(applied(SCORECARDS, 'supervisor', 'west', 'west')).toBeNull();
  });

  test('takes the nearest goal where it names none: the agent’s, the team’s, everybody’s', () => {
    const goalOf = (id: string, team: string) => rules(GOALS, 'agent', id, team).csat;
    expect(goalOf('ann', 'east')).toMatchObject({ goal: 0.6 });
    expect(goalOf('bea', 'east')).toMatchObject({ goal: 0.7 });
    expect(goalOf('cem', 'west')).toMatchObject({ goal: 0.8 });
    expect(rules(SCORECARDS, 'agent', 'cem', 'west').csat).toMatchObject({ goal: 0.9, floor: 0.3 });
    expect(rules(GOALS, 'manager', 'center', '').csat).toMatchObject({ goal: 0.8 });
  });

  test('has its floor at half the goal, or at twice the goal where less is better', () => {
    const { csat, first_response_mean } = rules(GOALS, 'agent', 'cem', 'west');
    expect(csat).toMatchObject({ direction: 'at_least', goal: 0.8, floor: 0.4 });
    expect(first_response_mean).toMatchObject({ direction: 'at_most', goal: 14_400_000, floor: 28_800_000 });
  });
});

describe('a goal counts', () => {
  const goalsOf = (goals: string[], ...asked: [Role, string, string, Period]) => {
    const written = goals.map((goal) => `  - { direction: at_least, ${goal} }`).join('\n');
    const found = applied(`${TEAMS}goals:\n${written}`, ...asked)!.metrics;
    return Object.fromEntries(
      found.map(({ metric, rule }) => [metric.id, typeof rule === 'string' ? rule : rule.goal]),
    );
  };

  test('on a rate in every period, the one of the same period first', () => {
    const goals = ['metric: csat, target: 0.8', 'metric: csat, target: 0.7, period: day'];
    expect(goalsOf(goals, 'agent', 'ann', 'east', 'week')).toMatchObject({ csat: 0.8 });
    expect(goalsOf(goals, 'agent', 'ann', 'east', 'day')).toMatchObject({ csat: 0.7 });
    expect(goalsOf(goals, 'agent', 'ann', 'east', 'custom')).toMatchObject({ csat: 0.8 });
  });

  test('on a total in its own period, and for whom it names', () => {
    const goals = [
      'metric: handled, agent: ann, target: 40, period: week',
      'metric: handled, agent: ann, target: 150',
      'metric: handled, team: east, target: 500',
      'metric: busy_time, target: 40h, period: week',
    ];
    expect(goalsOf(goals, 'agent', 'ann', 'east', 'week')).toMatchObject({ handled: 40 });
    expect(goalsOf(goals, 'agent', 'ann', 'east', 'month')).toMatchObject({ handled: 150 });
    expect(goalsOf(goals, 'supervisor', 'east', 'east', 'month')).toMatchObject({ handled: 500 });
    expect(goalsOf(goals, 'manager', 'center', '', 'week')).toMatchObject({ busy_time: 144_000_000 });
    for (const nobody of [
      goalsOf(goals, 'agent', 'bea', 'east', 'month'),
      goalsOf(goals, 'agent', 'ann', 'east', 'day'),
    ]) {
      expect(nobody).not.toHaveProperty('handled');
      expect(nobody).not.toHaveProperty('busy_time');
    }
  });

  test('of a queue for nobody, and on a formula for that one, before those on any', () => {
    const goals = [
      'metric: first_response_mean, target: 4h',
      'metric: first_response_mean, variant: business, target: 1h',
      'metric: service_level, queue: billing, target: 0.8',
    ];
    const queues = 'queues: [{ id: billing }]\nscorecards: [{ id: s, role: agent, metrics: [';
    const goalWith = (metric: string) =>
      goalsOf(
        [...goals, `metric: aht, target: 5m }\n${queues}{ ${metric} }] }]\n#`],
        'agent',
        'ann',
        'east',
        'week',
      );
    expect(goalWith('metric: first_response_mean, variant: business')).toEqual({
      first_response_mean: 3_600_000,
    });
    expect(goalWith('metric: first_response_mean')).toEqual({ first_response_mean: 14_400_000 });
    expect(goalWith('metric: service_level, points: z, direction: at_least')).toEqual({
      service_level: null,
    });
  });
});

describe('where the configuration has no scorecard', () => {
  test('the usual one holds: by goals, else by its own, and among peers where there is neither', () => {
    expect(rules('', 'agent', 'ann', '')).toMatchObject({
      csat: { kind: 'linear', goal: 0.85, floor: 0.5 },
      first_response_mean: { kind: 'z', direction: 'at_most' },
      fcr: { kind: 'linear' },
      sla_attainment: { kind: 'linear' },
      quality_score: { kind: 'linear' },
    });
    expect(Object.keys(rules('', 'supervisor', 'east', 'east'))).toContain('service_level');
    expect(rules(GOALS, 'agent', 'cem', 'west')).toMatchObject({ first_response_mean: { kind: 'linear' } });
  });

  test('whatever else has a goal for somebody is on that one’s card', () => {
    expect(rules(GOALS, 'agent', 'cem', 'west')).toHaveProperty('aht', {
      kind: 'linear',
      direction: 'at_most',
      goal: 360_000,
      floor: 720_000,
    });
    expect(rules(GOALS, 'agent', 'ann', 'east')).not.toHaveProperty('aht');
  });
});
