import { z } from 'zod';
import { SLA_METRICS } from '../../../domain/sla/policy.ts';
import { atLeastASecond, channel, id, oneOrMore, PRIORITIES } from '../fields.ts';
import { described } from './described.ts';

/** Which targets a rule is about: of each field named, one value must hold. */
const targets = z
  .strictObject({
    metric: oneOrMore(z.enum(SLA_METRICS)).default([]),
    queue: oneOrMore(id).default([]),
    team: oneOrMore(id).default([]),
    channel: oneOrMore(channel).default([]),
    priority: oneOrMore(z.enum(PRIORITIES)).default([]),
    customerTier: oneOrMore(id).default([]),
    policy: oneOrMore(id).default([]),
  })
  .prefault({});

export const slaBreach = z.strictObject({ kind: z.literal('sla_breach'), ...described, when: targets });

export const slaWarning = z
  .strictObject({
    kind: z.literal('sla_warning'),
    ...described,
    when: targets,
    /** Share of the budget that is used, such as 0.8. */
    used: z.number().gt(0).lt(1).optional(),
    /** What of the budget is left, counted as the target counts, such as 10m. */
    left: atLeastASecond.optional(),
  })
  .refine((rule) => (rule.used === undefined) !== (rule.left === undefined), {
    path: ['used'],
    message: 'give either used (a share of the budget) or left (a time)',
  });
