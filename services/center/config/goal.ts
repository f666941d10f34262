import { z } from 'zod';
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
