import { z } from 'zod';
import { channel, duration, id } from './fields.ts';

export const team = z.strictObject({ id, name: z.string().optional() });

/** Queues that one agent serves at most; see the rules of events. */
const MAX_QUEUES = 64;

export const agent = z.strictObject({
  id,
  name: z.string().optional(),
  team: id.optional(),
  /** The queues that they serve, where their events name none; those of their team if not given, none if empty. */
  queues: z.array(id).max(MAX_QUEUES).optional(),
});

export const queue = z.strictObject({
  id,
  name: z.string().optional(),
  team: id.optional(),
  /** Business hours of the conversations in the queue; the default calendar if none is named. */
  calendar: id.optional(),
  serviceLevel: duration.optional(),
  shortAbandon: duration.optional(),
  /** Other thresholds for some channels, such as e-mail in a queue that also takes calls. */
  serviceLevelByChannel: z.partialRecord(channel, duration).default({}),
});
