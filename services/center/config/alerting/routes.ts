import { z } from 'zod';
import { atLeastASecond, duration, id, oneOrMore } from '../fields.ts';

const DEFAULT_GROUP_WAIT_MS = 30_000;
const DEFAULT_GROUP_INTERVAL_MS = 300_000;

/** Labels that an alert must have, each with one of the values; rule, kind, severity, queue and team are labels too. */
const matchers = z.record(id, oneOrMore(z.string()));

export const route = z
  .strictObject({
    match: matchers.default({}),
    channels: z.array(id).min(1, 'a route needs a channel'),
    /** The calendar in whose hours it tells what fires; all hours without. */
    during: id.optional(),
    /** Whether the routes after this one are looked at as well. */
    continue: z.boolean().default(false),
    /** Alerts that have these labels alike are told together. Without it, each is told alone and at once. */
    groupBy: z.array(id).optional(),
    /** How long a new group gathers alerts before it is told. */
    groupWait: duration.optional(),
    /** How long to wait before what has changed in a group is told. */
    groupInterval: atLeastASecond.optional(),
    /** What still fires, and what nobody has acknowledged, is told again after so long. */
    repeatInterval: atLeastASecond.optional(),
    /** What still fires, and what nobody has acknowledged, goes to the next route that matches after so long. */
    escalateAfter: atLeastASecond.optional(),
  })
  .refine(({ groupBy, groupWait, groupInterval }) => groupBy !== undefined || !(groupWait ?? groupInterval), {
    path: ['groupBy'],
    message: 'groupWait and groupInterval are of groups: say what to group by',
  })
  .refine((each) => !(each.continue && each.escalateAfter !== undefined), {
    path: ['escalateAfter'],
    message: 'a route that continues has told the next one already',
  })
  .transform(({ groupBy, groupWait, groupInterval, ...rest }) => ({
    ...rest,
    group:
      groupBy === undefined
        ? null
        : {
            by: groupBy,
            waitMs: groupWait ?? DEFAULT_GROUP_WAIT_MS,
            intervalMs: groupInterval ?? DEFAULT_GROUP_INTERVAL_MS,
          },
  }));

/** While an alert that matches `source` fires, those that match `target` are not told. */
export const inhibition = z.strictObject({
  source: matchers,
  target: matchers,
  /** Labels that both must have alike; one that is not there is alike to an empty one. */
  equal: z.array(id).default([]),
});

export type Route = z.output<typeof route>;
export type Inhibition = z.output<typeof inhibition>;
