import { z } from 'zod';
import { channel, id, oneOrMore } from '../fields.ts';

const date = z.iso.date('must be a date of the form YYYY-MM-DD');

/** Something known ahead that brings more contacts, or fewer: a promotion, a price change, a day of maintenance. */
export const knownEvent = z
  .strictObject({
    name: z.string().min(1),
    /** First and last day, on the calendar of the queue. */
    from: date,
    to: date.optional(),
    /** Share by which contacts change: 0.4 is 40 % more, -0.2 a fifth fewer. */
    change: z.number().min(-1, 'cannot be less than -1: nobody at all').max(20),
    /** Without either, of all. */
    queue: oneOrMore(id).default([]),
    channel: oneOrMore(channel).default([]),
  })
  .transform(({ to, ...event }) => ({ ...event, to: to ?? event.from }))
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before from' });
