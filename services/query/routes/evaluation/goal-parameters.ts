import { z } from 'zod';
import {
  faultsOfGoal,
  GOAL_OF,
  GOAL_PERIODS,
  type Goal,
  type GoalFields,
  goalFields,
  hasOneOwner,
  keyOfGoal,
  ONE_OWNER,
} from '../../../center/config/goal.ts';
import type { ContactCenter } from '../../../center/contact-center.ts';
import type { KnownGoal, WrittenGoal } from '../../../evaluation/goals/goal-book.ts';
import { parseDuration } from '../../../lib/duration.ts';
import type { Fault } from '../../../lib/errors.ts';
import { findMetric } from '../../../metrics/catalogue/index.ts';
import { dimensionFilters, parametersOf } from '../parameters.ts';
import { expectedVersion, person } from './writing.ts';

const whose = (what: string) =>
  dimensionFilters.team.describe(`Goals of this ${what}. Repeatable; of several such, those of any`);

export const goalsParameters = parametersOf({
  team: whose('team'),
  queue: whose('queue'),
  agent: whose('agent'),
  metric: dimensionFilters.team.describe('Goals on this metric. Repeatable'),
  period: z.enum(GOAL_PERIODS).optional().describe('Goals of this period'),
});

export const goalId = z.object({ id: z.string().min(1).max(200).describe('Of the goal') });

/** A time is told from a number only as long as it is not read: the target is as it was sent. */
export const goalBody = z
  .strictObject({
    ...goalFields,
    target: z
      .union([z.number(), z.string()])
      .describe("In the metric's unit; times in ms, or such as 4h or 1h30m"),
    direction: goalFields.direction
      .optional()
      .describe('Whether more is better than the target or less; without it as the catalogue has it'),
    note: z.string().max(1_000).optional().describe('Why'),
    by: person,
    version: expectedVersion,
  })
  .refine(hasOneOwner, ONE_OWNER);

type Body = z.output<typeof goalBody>;

/**
 * The goal of a body, checked as those of the configuration are. Where a fault is pushed, it is none.
 *
 * @param others all goals that hold
 * @param before what was written of the same id
 */
export function readGoal(
  id: string,
  body: Body,
  {
    center,
    others,
    before,
  }: { center: ContactCenter; others: readonly KnownGoal[]; before?: WrittenGoal | undefined },
  faults: Fault[],
): Goal {
  const { target: sent, note: _n, by: _b, version: _v, ...about } = body;
  const target = typeof sent === 'string' ? parseDuration(sent) : sent;
  if (target === null)
    faults.push({ path: 'target', message: 'must be a number, or a duration such as 20s or 4h' });
  const usual = DIRECTIONS[findMetric(body.metric)?.direction ?? 'higher'];
  const direction = body.direction ?? usual ?? 'at_least';
  if (body.direction === undefined && usual === undefined)
    faults.push({ path: 'direction', message: `must say whether more of ${body.metric} is better or less` });
  const goal = { id, ...about, target: target ?? 0, direction };
  const wrong = target === null ? [] : faultsOfGoal(goal, body);
  faults.push(...wrong.map(({ path, message }) => ({ path: path.join('.'), message })));
  faults.push(...faultsOfOwner(goal, center));
  const twin = others.find((other) => other.id !== id && keyOfGoal(other) === keyOfGoal(goal));
  if (twin !== undefined)
    faults.push({ path: 'metric', message: `${goal.metric} has this goal already: ${twin.id}` });
  if (before !== undefined && keyOfGoal(before.last.body.goal) !== keyOfGoal(goal))
    faults.push({
      path: 'metric',
      message: `${id} is another goal: metric, variant, whose it is and period stay; give this one an id of its own`,
    });
  return goal;
}

const DIRECTIONS = { higher: 'at_least', lower: 'at_most', neutral: undefined } as const;

function faultsOfOwner(goal: GoalFields, center: ContactCenter): Fault[] {
  return GOAL_OF.filter(
    (of) => goal[of] !== undefined && !center[`${of}s`].some(({ id }) => id === goal[of]),
  ).map((of) => ({ path: of, message: `there is no ${of} ${goal[of]}` }));
}
