import { z } from 'zod';
import { findMetric, noMetric, variantsOf } from '../../metrics/catalogue/index.ts';
import { dimensionsOf } from '../../metrics/definition/metric.ts';
import { amountFault } from './amount.ts';
import { duration, id } from './fields.ts';

/** For how long a target is: what is counted begins anew with each. */
export const GOAL_PERIODS = ['day', 'week', 'month', 'quarter', 'half-year', 'year'] as const;

/** Whose a goal can be; without any of them, everybody's. */
export const GOAL_OF = ['team', 'queue', 'agent'] as const;
export type GoalOf = (typeof GOAL_OF)[number];

/** The fields of a goal, but for its id: what a configuration and the API have in common. */
export const goalFields = {
  metric: id.describe('Id of a metric of the catalogue'),
  variant: id.optional().describe('Another formula of the metric, such as business'),
  team: id.optional().describe('Whose goal: of this team'),
  queue: id.optional().describe('Whose goal: of this queue'),
  agent: id.optional().describe('Whose goal: of this agent'),
  period: z.enum(GOAL_PERIODS).default('month').describe('For how long the target is'),
  target: z.union([z.number(), duration]).describe("In the metric's unit; times also such as 4h or 1h30m"),
  direction: z.enum(['at_least', 'at_most']).describe('Whether more is better than the target or less'),
};

export type GoalFields = z.output<z.ZodObject<typeof goalFields>>;
export interface Goal extends GoalFields {
  id: string;
}

type Whose = { readonly [of in GoalOf]?: string | undefined };

/** A goal has one owner, or is everybody's. */
export const hasOneOwner = (goal: Whose): boolean => ownersOf(goal).length <= 1;
export const ONE_OWNER = { path: ['agent'], message: 'a goal is of a team, of a queue or of an agent' };

const ownersOf = (goal: Whose): GoalOf[] => GOAL_OF.filter((of) => goal[of] !== undefined);

/** Whose goal it is, and its id; null where it is everybody's. */
export function ownerOf(goal: Whose): { of: GoalOf; id: string } | null {
  const [of] = ownersOf(goal);
  return of === undefined ? null : { of, id: goal[of]! };
}

/** What a team, a queue, an agent or everybody is to reach in a period. */
export const goal = z
  .strictObject({ id: id.optional(), ...goalFields })
  .refine(hasOneOwner, ONE_OWNER)
  .transform(({ id: own, ...fields }): Goal => ({ id: own ?? derivedId(fields), ...fields }));

/** Two goals with the same one contradict each other, or say the same twice. */
export function keyOfGoal({ metric, variant, team, queue, agent, period }: GoalFields): string {
  return JSON.stringify([metric, variant, team, queue, agent, period]);
}

/** `aht-team-frontline-month`: the same for as long as the goal is of the same thing, whatever its target. */
function derivedId({ metric, variant, period, ...whose }: GoalFields): string {
  const owner = ownerOf(whose);
  return [metric, variant, owner?.of, owner?.id, period].filter((part) => part !== undefined).join('-');
}

interface GoalFault {
  path: PropertyKey[];
  message: string;
}

/**
 * What is wrong between the fields of a goal whose own shapes are right: a metric or a variant that there is not, a
 * metric that does not know whose the goal is, or a target in another unit than the metric's.
 *
 * @param written the goal as it stands in the file, where a time is told from a number
 */
export function faultsOfGoal(
  { metric: name, variant, target, ...whose }: Omit<GoalFields, 'direction' | 'period'>,
  written: unknown,
): GoalFault[] {
  const metric = findMetric(name);
  if (metric === undefined) return [{ path: ['metric'], message: noMetric(name) }];
  if (metric.unit === 'time') return [{ path: ['metric'], message: `${name} is a time` }];
  const faults = ownersOf(whose)
    .filter((of) => !dimensionsOf(metric).includes(of))
    .map((of): GoalFault => ({ path: [of], message: `${name} cannot be asked for by ${of}` }));
  if (variant !== undefined && !variantsOf(metric).includes(variant)) {
    const known = variantsOf(metric).join(', ') || 'none';
    faults.push({ path: ['variant'], message: `${name} has no variant ${variant}; there are ${known}` });
  }
  const message = amountFault(metric.unit, (written as { target?: unknown }).target, target);
  return message === null ? faults : [...faults, { path: ['target'], message: `${name}: ${message}` }];
}
