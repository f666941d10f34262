import { faultsOfScorecard, type ScorecardMetric } from '../../center/config/scorecards.ts';
import type { AgreedGoal, GivenGoals } from '../../domain/rounds/round.ts';
import type { Direction } from '../../domain/scorecard/points.ts';
import { parseDuration } from '../../lib/duration.ts';
import type { Fault } from '../../lib/errors.ts';
import {
  type AppliedScorecard,
  type AskedMetric,
  askedMetric,
  formulaOf,
  usualFloor,
} from '../definitions.ts';

/** A goal as somebody writes it; amounts in the metric's unit, times as durations too. `null`: as it was. */
export interface WantedGoal {
  metric: string;
  variant?: string | undefined;
  goal: number | string | null;
  weight?: number | undefined;
  direction?: Direction | undefined;
}

/** A formula has a key of its own: a metric's, or that of one of its variants. */
export const metricKey = (metric: string, variant: string | undefined): string =>
  `${metric} ${variant ?? ''}`;

/** The metrics of a scorecard with their goals, to be kept: what the configuration says later does not move them. */
export function agreedGoals({ metrics }: Pick<AppliedScorecard, 'metrics'>): AgreedGoal[] {
  return metrics.map(({ metric, variant, weight, least, rule }) => {
    const known = typeof rule === 'string' ? 'no_goal' : rule;
    return { metric: metric.id, ...(variant === undefined ? {} : { variant }), weight, least, rule: known };
  });
}

/** The scorecard that agreed goals make. A metric that the catalogue no longer has is not asked for. */
export function scorecardFrom({
  scorecard,
  goals,
}: Pick<GivenGoals, 'scorecard' | 'goals'>): AppliedScorecard {
  const metrics = goals.flatMap(({ metric: id, variant, weight, least, rule }): AskedMetric[] => {
    const metric = formulaOf(id, variant);
    return metric === null ? [] : [{ metric, variant, weight, least, rule }];
  });
  return { id: scorecard.id, name: scorecard.name ?? undefined, metrics };
}

/**
 * The goals that somebody shall have, in place of those before. How a value becomes points, and the least volume, stay
 * those of the metric; a metric that was not there before has linear points.
 *
 * @param faults gets what is wrong with them, under `goals`
 */
export function goalsFrom(
  wanted: readonly WantedGoal[],
  before: readonly AgreedGoal[],
  faults: Fault[],
): AgreedGoal[] {
  const metrics = wanted.map((one) => scorecardMetric(one, findBefore(one, before)));
  const written = { metrics: wanted.map(({ goal }) => ({ goal })) };
  // Steps are the metric's own; they were checked with the configuration.
  const steps = metrics.map(({ steps }) => steps);
  const checked = metrics.map((metric) => ({ ...metric, steps: metric.steps && [] }));
  const found = faultsOfScorecard({ id: 'round', role: 'agent', metrics: checked }, written);
  for (const { path, message } of found) {
    const [, place, ...rest] = path;
    faults.push({ path: ['goals', place, ...rest].join('.'), message });
  }
  wanted.forEach((one, i) => {
    if (typeof one.goal === 'string' && parseDuration(one.goal) === null)
      faults.push({ path: `goals.${i}.goal`, message: 'must be a number, or a duration such as 20s or 4h' });
    if (one.goal === null && findBefore(one, before) === undefined)
      faults.push({
        path: `goals.${i}.goal`,
        message: `${one.metric} was not agreed on before: it needs a goal`,
      });
  });
  if (faults.length > 0) return [];
  return agreedGoals({
    metrics: metrics.map((metric, i) => askedMetric({ ...metric, steps: steps[i] }, null)),
  });
}

function findBefore({ metric, variant }: WantedGoal, before: readonly AgreedGoal[]): AgreedGoal | undefined {
  return before.find((one) => one.metric === metric && one.variant === variant);
}

/** What is wanted, in the words of the configuration; what is not said is as it was before. */
function scorecardMetric(wanted: WantedGoal, before: AgreedGoal | undefined): ScorecardMetric {
  const rule = before === undefined || before.rule === 'no_goal' ? null : before.rule;
  const goal = typeof wanted.goal === 'string' ? parseDuration(wanted.goal) : wanted.goal;
  const kept = goal ?? rule?.goal ?? undefined;
  return {
    metric: wanted.metric,
    variant: wanted.variant,
    weight: wanted.weight ?? before?.weight ?? 1,
    least: before?.least,
    points: rule?.kind ?? 'linear',
    direction: wanted.direction ?? rule?.direction,
    goal: kept,
    ...(rule?.kind === 'steps' ? { steps: [...rule.steps] } : {}),
    ...(rule?.kind === 'linear' && kept !== undefined
      ? { floor: floorFor(kept, wanted.direction ?? rule.direction, rule) }
      : {}),
  };
}

/** The floor stays where somebody set it; one that goes by the goal goes with it. */
function floorFor(
  goal: number,
  direction: Direction,
  rule: { goal: number; floor: number; direction: Direction },
): number {
  const isUsual = rule.floor === usualFloor(rule.direction, rule.goal);
  const isBeyond = direction === 'at_least' ? rule.floor > goal : rule.floor < goal;
  return isUsual || isBeyond ? usualFloor(direction, goal) : rule.floor;
}
