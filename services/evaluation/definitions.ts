import type { Goal } from '../center/config/goal.ts';
import type { ScorecardDefinition, ScorecardMetric } from '../center/config/scorecards.ts';
import type { ContactCenter } from '../center/contact-center.ts';
import type { Direction, PointsRule } from '../domain/scorecard/points.ts';
import type { NotAsked } from '../domain/scorecard/scorecard.ts';
import { findMetric, findScored } from '../metrics/catalogue/index.ts';
import { figureOf, type Metric } from '../metrics/definition/metric.ts';
import { DEFAULT_SCORECARDS } from './default-scorecards.ts';
import { type AskedGoal, nearestGoal, type Role } from './nearest-goal.ts';
import type { Period } from './periods.ts';
import type { Subject } from './subjects.ts';

export type { Role } from './nearest-goal.ts';

/** A metric of somebody's scorecard: the formula, and how its value becomes points. */
export interface AskedMetric {
  metric: Metric;
  variant: string | undefined;
  weight: number;
  least: number;
  rule: PointsRule | NotAsked;
}

export interface AppliedScorecard {
  id: string;
  name: string | undefined;
  metrics: AskedMetric[];
}

/** Least volumes where none is named: a rate of fewer than five cases says nothing, nor does less than an hour. */
const LEAST_CASES = 5;
const LEAST_HOURS = 1;

/**
 * By what somebody is measured; null where the configuration has scorecards for the role, but none for this team.
 *
 * @param center with the goals of the API among its own (`withAllGoals`)
 */
export function scorecardOf(
  center: ContactCenter,
  role: Role,
  subject: Subject,
  period: Period,
): AppliedScorecard | null {
  const asked = { role, subject, period };
  const ofRole = center.scorecards.filter((one) => one.role === role);
  if (ofRole.length === 0) {
    const usual = DEFAULT_SCORECARDS[role];
    return { id: usual.id, name: undefined, metrics: defaultMetrics(center.goals, usual, asked) };
  }
  const definition = ofRole.find(({ teams }) => teams?.includes(subject.team) ?? true);
  if (definition === undefined) return null;
  const { id, name, metrics } = definition;
  return {
    id,
    name,
    metrics: metrics.map((one) => askedMetric(one, nearestGoal(center.goals, one, asked))),
  };
}

/** The usual metrics with the goals there are, and whatever else there is a goal for. */
function defaultMetrics(goals: readonly Goal[], usual: ScorecardDefinition, asked: AskedGoal) {
  const goalFor = (metric: string) => nearestGoal(goals, { metric }, asked);
  const others = [...new Set(goals.map(({ metric }) => metric))].filter(
    (id) =>
      isAskedBy(id, asked.role) && !usual.metrics.some(({ metric }) => metric === id) && goalFor(id) !== null,
  );
  return [
    ...usual.metrics.map((one) => {
      const goal = goalFor(one.metric);
      const { metric, weight } = one;
      return goal === null ? askedMetric(one, null) : askedMetric({ metric, weight, points: 'linear' }, goal);
    }),
    ...others.map((metric) => askedMetric({ metric, weight: 1, points: 'linear' }, goalFor(metric))),
  ];
}

function isAskedBy(id: string, role: Role): boolean {
  const { dimensions } = findMetric(id)!;
  return role === 'manager' || (dimensions?.includes(role === 'agent' ? 'agent' : 'team') ?? true);
}

/** A metric of a scorecard as it is asked. @param goal of the section `goals`, for one that has none of its own */
export function askedMetric(one: ScorecardMetric, goal: Goal | null): AskedMetric {
  const { metric: id, variant, weight } = one;
  const metric = formulaOf(id, variant)!;
  return { metric, variant, weight, least: one.least ?? leastOf(metric), rule: ruleOf(one, metric, goal) };
}

/** A metric of which the formula is that of the variant; null where no scorecard can have it. */
export function formulaOf(id: string, variant: string | undefined): Metric | null {
  const metric = findScored(id);
  if (metric === undefined) return null;
  const { variants: _, ...found } = metric;
  return { ...found, figure: figureOf(metric, variant) };
}

/** A count of none is a figure too. */
function leastOf({ unit, kind }: Metric): number {
  if (kind === 'agents') return LEAST_HOURS;
  return unit === 'count' ? 0 : LEAST_CASES;
}

function ruleOf(one: ScorecardMetric, metric: Metric, found: Goal | null): PointsRule | NotAsked {
  const own = one.goal ?? null;
  const direction =
    one.direction ?? (own === null ? found?.direction : undefined) ?? usualDirection(metric.direction);
  const goal = own ?? (found === null || found.direction !== direction ? null : found.target);
  switch (one.points) {
    case 'z':
      return { kind: 'z', direction, goal };
    case 'steps':
      return { kind: 'steps', direction, goal, steps: one.steps! };
    case 'linear':
      return goal === null
        ? 'no_goal'
        : { kind: 'linear', direction, goal, floor: one.floor ?? usualFloor(direction, goal) };
  }
}

function usualDirection(direction: Metric['direction']): Direction {
  return direction === 'lower' ? 'at_most' : 'at_least';
}

/** Half of the goal, or twice as much where less is better; of a goal below 0 as far away. */
export function usualFloor(direction: Direction, goal: number): number {
  return direction === 'at_least' ? goal - Math.abs(goal) / 2 : goal + Math.abs(goal);
}
