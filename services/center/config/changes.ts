import { DateTime } from 'luxon';
import { z } from 'zod';
import { channel, id, oneOrMore } from './fields.ts';

const INSTANT = 'must be a date, or a date and time, of ISO 8601';

/** Without an offset it is on the clocks of the center (`homeZone`); a date is its midnight. */
const instant = z
  .string(INSTANT)
  .refine(
    (text) => DateTime.fromISO(text, { zone: 'utc' }).isValid && /^\d{4}-\d{2}-\d{2}/.test(text),
    INSTANT,
  );

/** The fields of a change: what a configuration and the API have in common. */
export const changeFields = {
  name: z.string().min(1, 'must not be empty').max(200).describe('What was done; no two have the same name'),
  at: instant.describe('When; without an offset on the clocks of the center'),
  until: instant.optional().describe('When it was undone, where it was or was a trial'),
  queue: oneOrMore(id)
    .default([])
    .describe('The queues that it concerns; with no queue, channel or team, all'),
  channel: oneOrMore(channel).default([]).describe('The channels that it concerns'),
  team: oneOrMore(id).default([]).describe('The teams that it concerns'),
};

export const endsAfterItBegan = ({ at, until }: { at: string; until?: string | undefined }) =>
  until === undefined || read(at) < read(until);
export const ENDS_AFTER_IT_BEGAN = { path: ['until'], message: 'must be after at' };

const read = (text: string) => DateTime.fromISO(text, { zone: 'utc' }).toMillis();

/**
 * Something that was done and may show in figures: a new routing, another opening hour, a training. Charts mark it, and
 * periods before and after it can be compared by its name.
 */
export const change = z.strictObject(changeFields).refine(endsAfterItBegan, ENDS_AFTER_IT_BEGAN);

export type Change = z.output<typeof change>;
