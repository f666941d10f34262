import { z } from 'zod';
import { ANY_PRIORITY, SLA_METRICS } from '../../domain/sla/policy.ts';
import { channel, duration, id, oneOrMore, PRIORITIES } from './fields.ts';

/** A promise shorter than this is a slip of the pen. */
const MIN_TARGET_MS = 1_000;

const budget = duration.refine((ms) => ms >= MIN_TARGET_MS, 'a target must be 1s or longer');

/** One duration for all priorities, or one each. */
const within = z.union([
  budget.transform((ms): Record<string, number> => ({ [ANY_PRIORITY]: ms })),
  z
    .partialRecord(z.enum([...PRIORITIES, ANY_PRIORITY]), budget)
    .refine((budgets) => Object.keys(budgets).length > 0, 'must name a duration'),
]);

const target = z.strictObject({
  metric: z.enum(SLA_METRICS),
  within,
  /** Hours that count against the target; all hours if none is named. */
  calendar: id.optional(),
});

const conditions = z.strictObject({
  channel: oneOrMore(channel).default([]),
  queue: oneOrMore(id).default([]),
  priority: oneOrMore(z.enum(PRIORITIES)).default([]),
  customerTier: oneOrMore(id).default([]),
  tags: oneOrMore(id).default([]),
});

/** Of the policies, the first whose conditions are all met applies; one without conditions always does. */
export const policy = z.strictObject({
  id,
  name: z.string().optional(),
  when: conditions.prefault({}),
  targets: z.array(target).min(1, 'a policy needs a target'),
});
