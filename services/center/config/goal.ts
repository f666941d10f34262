import { z } from 'zod';
import { findMetric } from '../../metrics/catalogue/index.ts';
import { amountFault } from './amount.ts';
import { duration, id } from './fields.ts';

/** What a team or an agent is measured by in scorecards; without either, everybody is. */
export const goal = z
  .strictObject({
    /** Id of a metric of the catalogue. */
    metric: id,
    team: id.optional(),
    agent: id.optional(),
    /** In the metric's unit; times may be written as durations. */
    target: z.union([z.number(), duration]),
    /** Whether more is better than the target or less. */
    direction: z.enum(['at_least', 'at_most']),
  })
  .refine((each) => each.team === undefined || each.agent === undefined, {
    path: ['agent'],
    message: 'a goal is of a team or of an agent, not of both',
  });

/**
 * What is wrong between the fields of a goal whose own shapes are right: a metric that there is not, or a target in
 * another unit than the metric's. Every metric is known by team and by agent.
 *
 * @param written the goal as it stands in the file, where a time is told from a number
 */
export function faultsOfGoal(
  { metric: name, target }: z.output<typeof goal>,
  written: unknown,
): { path: PropertyKey[]; message: string }[] {
  const metric = findMetric(name);
  if (metric === undefined)
    return [{ path: ['metric'], message: `there is no metric ${name}; see /api/v1/metrics` }];
  if (metric.unit === 'time') return [{ path: ['metric'], message: `${name} is a time` }];
  const message = amountFault(metric.unit, (written as { target?: unknown }).target, target);
  return message === null ? [] : [{ path: ['target'], message: `${name}: ${message}` }];
}
