import { z } from 'zod';
import { KEPT, type Kept, type Retention } from '../../lib/clickhouse/retention.ts';
import { duration } from './fields.ts';

const DAY_MS = 86_400_000;

/** Days below which something else would go wrong, and what. */
const LEAST: Readonly<Record<Kept, readonly [days: number, reason: string]>> = {
  events: [90, 'conversations go on for weeks, and each is measured from all of its events'],
  facts: [90, 'forecasts, goals and comparisons are made of the last three months'],
  agentStates: [90, 'forecasts, goals and comparisons are made of the last three months'],
  agentSchedules: [90, 'forecasts, goals and comparisons are made of the last three months'],
  deadLetters: [14, 'verify looks up every record that Kafka still has'],
  alerts: [90, 'an alert that is still firing must not be forgotten, or it would fire again'],
};

function keptFor(kept: Kept) {
  const [least, reason] = LEAST[kept];
  return z
    .union([z.literal('forever'), duration], 'must be a duration such as 400d, or forever')
    .transform((given) => (given === 'forever' ? null : given / DAY_MS))
    .refine((days) => days === null || Number.isInteger(days), 'must be whole days')
    .refine((days) => days === null || days >= least, `must be ${least}d or more: ${reason}`)
    .optional();
}

const fields = Object.fromEntries(
  (Object.keys(KEPT) as Kept[]).map((kept) => [kept, keptFor(kept)]),
) as Record<Kept, ReturnType<typeof keptFor>>;

/** For how long rows are kept; what is not given is left as it is in the database, which keeps all by itself. */
export const retention = z
  .strictObject({
    ...fields,
    rollups: z.never('cannot be given: a depth is the sum of all hours before').optional(),
  })
  .superRefine(({ events, facts }, context) => {
    if (facts === undefined || facts === null) return;
    // What verify measures anew from events that are there must be there too.
    if (typeof events === 'number' && events <= facts) return;
    context.addIssue({
      code: 'custom',
      path: ['facts'],
      message: 'must not be shorter than events, which are given too: verify would find them missing',
    });
  })
  .transform(({ rollups: _, ...given }): Retention => given as Retention);
