import { z } from 'zod';
import { WEEKDAYS } from '../../../domain/calendar/definition.ts';
import { atLeastASecond, duration, id } from '../fields.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** `07:30` as minutes since midnight. */
const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 07:30')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

/** Times one by one, or from the first to the last at a distance. */
const starts = z.union([
  z.array(clock).min(1),
  z
    .strictObject({
      from: clock,
      to: clock,
      every: duration.refine(
        (ms) => ms >= 5 * MINUTE_MS && ms % MINUTE_MS === 0,
        'must be whole minutes, 5m or more',
      ),
    })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before from' })
    .transform(({ from, to, every }) => {
      const step = every / MINUTE_MS;
      return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
    }),
]);

/** A break that begins `after` the begin of the shift or later, and is over `before` that much of it is. */
const shiftBreak = z
  .strictObject({ length: atLeastASecond, after: duration, before: duration })
  .refine(({ length, after, before }) => after + length <= before, {
    path: ['before'],
    message: 'leaves no room for the break: it must be at least after + length',
  });

/** A kind of shift: when it may begin by the clock, how long it is, and when its breaks may be. */
export const shiftPattern = z
  .strictObject({
    id,
    starts,
    length: atLeastASecond.refine((ms) => ms <= DAY_MS, 'must be a day at most'),
    breaks: z.array(shiftBreak).default([]),
    /** On which it may begin. */
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1)
      .default([...WEEKDAYS]),
    /** Of a paid hour, beside those of other patterns. */
    cost: z.number().positive().max(1_000).default(1),
    /** The most of it that begin on one day. */
    most: z.int().min(1).optional(),
  })
  .superRefine(({ length, breaks }, context) => {
    breaks.forEach(({ after, before }, i) => {
      const fault = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['breaks', i, field], message });
      if (before > length) fault('before', 'must not be after the end of the shift');
      const last = breaks[i - 1];
      if (last !== undefined && after < last.before)
        fault('after', 'must not be before the window of the break before it is over');
    });
  });
