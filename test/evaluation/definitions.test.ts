import { describe, expect, test } from 'vitest';
import { parseContactCenter } from '../../services/center/contact-center.ts';
import { type Role, scorecardOf } from '../../services/evaluation/definitions.ts';

function applied(configuration: string, role: Role, id: string, team: string) {
  const center = parseContactCenter(configuration, 'center.yaml');
  return scorecardOf(center, role, { id, name: id, team, zone: 'UTC' }, 'month');
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
