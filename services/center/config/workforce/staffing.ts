import { z } from 'zod';
import { atLeastASecond, channel, duration, id, oneOrMore } from '../fields.ts';

/** Of a share that may not be reached: all contacts in time, or everybody away, cannot be planned. */
const belowOne = (example: number) => z.number().lt(1, `must be below 1, such as ${example}`);

/** What a queue, a channel or all of them are staffed by. Of several entries the first that matches counts. */
export const staffingEntry = z.strictObject({
  /** Without either, all. */
  queue: oneOrMore(id).default([]),
  channel: oneOrMore(channel).default([]),
  /** Share of contacts to be answered `within`. */
  goal: belowOne(0.8).positive().optional(),
  within: duration.optional(),
  /** Share of paid time in which agents are not there: breaks, meetings, illness. */
  shrinkage: belowOne(0.3).min(0).optional(),
  /** The most of their time that agents shall be busy. */
  maxOccupancy: z.number().positive().max(1).optional(),
  /** Instead of what is measured. */
  aht: atLeastASecond.optional(),
  patience: atLeastASecond.optional(),
  /** Contacts that an agent handles at once. */
  concurrency: z.int().min(1).max(50).optional(),
  /** Time in which work is to be done that nobody waits for; `0s` where contacts are to be answered at once. */
  deferred: duration.optional(),
});
