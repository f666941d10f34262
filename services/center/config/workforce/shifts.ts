import { z } from 'zod';
import { WEEKDAYS } from '../../../domain/calendar/definition.ts';
import { duration, id, oneOrMore } from '../fields.ts';
import { shiftPattern } from './shift-patterns.ts';

const date = z.iso.date('must be a date of the form YYYY-MM-DD');

/** A day away, or several: the first and the last. */
const away = z.union([
  date.transform((on) => ({ from: on, to: on })),
  z
    .strictObject({ from: date, to: date })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before from' }),
]);

const HOURS = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** `08:00-18:00` as minutes since midnight; up to the begin or before, it is over on the next day. */
const hours = z.string().transform((text, context) => {
  const match = HOURS.exec(text);
  if (match !== null) {
    const [, fromHour, fromMinute, toHour, toMinute] = match;
    const from = Number(fromHour) * 60 + Number(fromMinute);
    return { from, to: toHour === undefined ? 1_440 : Number(toHour) * 60 + Number(toMinute) };
  }
  context.addIssue({ code: 'custom', message: 'must be hours such as 08:00-18:00' });
  return z.NEVER;
});

const mostShifts = z.int().min(0).max(7);

/** What holds for some agents; of two entries on the same agent the later one holds, days away add up. */
const shiftAgents = z.strictObject({
  /** Without either, all. */
  agent: oneOrMore(id).default([]),
  team: oneOrMore(id).default([]),
  /** The queues that they serve; those of the agent, else those of their team, if not given. */
  queue: oneOrMore(id).optional(),
  patterns: oneOrMore(id).optional(),
  /** On which a shift may begin. */
  days: z.array(z.enum(WEEKDAYS)).min(1).optional(),
  /** Shifts lie within. */
  hours: hours.optional(),
  away: z.array(away).default([]),
  /** In a week from Monday. */
  mostShifts: mostShifts.optional(),
  mostHours: duration.optional(),
});

/** How shifts are planned. */
export const shifts = z.strictObject({
  patterns: z.array(shiftPattern).default([]),
  agents: z.array(shiftAgents).default([]),
  /** Between two shifts of an agent. */
  rest: duration.default(11 * 3_600_000),
  /** In a week from Monday, of agents for whom nothing else is said. */
  mostShifts: mostShifts.default(5),
  mostDaysInARow: z.int().min(1).max(31).default(6),
});
