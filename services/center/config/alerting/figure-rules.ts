import { IANAZone } from 'luxon';
import { z } from 'zod';
import { atLeastASecond, channel, duration, id, oneOrMore, PRIORITIES } from '../fields.ts';
import { described } from './described.ts';
import { FIGURE_NAMES } from './figures.ts';

const only = z
  .strictObject({
    queue: oneOrMore(id).default([]),
    team: oneOrMore(id).default([]),
    agent: oneOrMore(id).default([]),
    channel: oneOrMore(channel).default([]),
    priority: oneOrMore(z.enum(PRIORITIES)).default([]),
    customerTier: oneOrMore(id).default([]),
    policy: oneOrMore(id).default([]),
  })
  .prefault({});

/** In the metric's unit; times may be written as durations. */
const limit = z.union([z.number(), duration]);

const lasting = {
  /** How long it must hold before it is told. */
  for: duration.prefault('0s'),
  /** How long it must be over before that is told. */
  keepFiringFor: duration.prefault('0s'),
};

const measured = {
  ...described,
  /** Which conversations or agents count. */
  when: only,
  /** An alert for each of these; one for all without. */
  by: oneOrMore(z.enum(FIGURE_NAMES)).default([]),
  ...lasting,
};

export const threshold = z.strictObject({
  kind: z.literal('threshold'),
  /** A metric of the catalogue, or a figure of now such as waiting. */
  metric: id,
  /** Another formula of the metric. */
  variant: id.optional(),
  /** How far back it is measured. Without it: now, where there is such a figure; else 15 minutes. */
  over: atLeastASecond.optional(),
  above: limit.optional(),
  below: limit.optional(),
  /** What must be reached for it to be over, where that is not the threshold itself. */
  resolve: limit.optional(),
  ...measured,
});

export const surge = z.strictObject({
  kind: z.literal('surge'),
  /** Something that is counted. */
  metric: id.default('offered'),
  over: atLeastASecond.prefault('15m'),
  /** With how many weeks it is compared. */
  weeks: z.int().min(3).max(26).default(6),
  /** Where hours and weekdays are counted. */
  zone: z
    .string()
    .refine((name) => IANAZone.isValidZone(name), 'is no time zone')
    .default('UTC'),
  /** It must be so many times the usual, and so many deviations above it, and so many at the least. */
  times: z.number().gt(1).default(2),
  deviations: z.number().gt(0).default(4),
  atLeast: z.int().min(1).default(20),
  ...measured,
});

export const noData = z.strictObject({
  kind: z.literal('no_data'),
  ...described,
  /** What falls silent: whatever sends events, or the events of a channel or queue. */
  by: z.enum(['source', 'channel', 'queue']).default('source'),
  /** Those that must be heard of. Without any: all that were in the last 7 days. */
  of: oneOrMore(id).default([]),
  /** How long it may be silent, in the hours of `during`. */
  quietFor: atLeastASecond,
});
