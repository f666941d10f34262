import { z } from 'zod';
import { channel, duration, id } from './fields.ts';

export const team = z.strictObject({ id, name: z.string().optional() });

export const agent = z.strictObject({ id, name: z.string().optional(), team: id.optional() });

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
