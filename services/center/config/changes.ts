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

const read = (text: string) => DateTime.fromISO(text, { zone: 'utc' }).toMillis();

/**
 * Something that was done and may show in figures: a new routing, another opening hour, a training. Charts mark it, and
 * periods before and after it can be compared by its name.
 */
export const change = z
  .strictObject({
    name: z.string().min(1, 'must not be empty').max(200),
    at: instant,
    /** Where it was undone, or was a trial. */
    until: instant.optional(),
    /** Whom it concerns; without any of them, all. */
    queue: oneOrMore(id).default([]),
    channel: oneOrMore(channel).default([]),
    team: oneOrMore(id).default([]),
  })
  .refine(({ at, until }) => until === undefined || read(at) < read(until), {
    path: ['until'],
    message: 'must be after at',
  });

export type Change = z.output<typeof change>;
