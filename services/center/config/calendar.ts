import { z } from 'zod';
import { compileCalendar } from '../../domain/calendar/compile.ts';
import { type CalendarDefinition, CalendarError, WEEKDAYS } from '../../domain/calendar/definition.ts';
import { type CenterCalendar, withHolidaysOf } from '../holidays/center-calendar.ts';
import { faultOfSource } from '../holidays/index.ts';

const hours = z.array(z.string());

/** YAML reads the code of Vienna, `9`, as a number. */
const code = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z.string('must be a code such as DE'),
);

const source = z
  .strictObject(
    { country: code, region: code.optional(), subregion: code.optional() },
    {
      error: ({ code }) =>
        code === 'invalid_type' ? 'must be a list of dates, or { country: DE, region: BE }' : undefined,
    },
  )
  .superRefine((place, context) => {
    const fault = faultOfSource(place);
    if (fault !== null) context.addIssue({ code: 'custom', path: [...fault.path], message: fault.message });
  });

/**
 * A calendar as `domain/calendar/definition.ts` describes it, or with a place instead of its holidays; whether it makes
 * sense is asked of the compiler. The holidays of the place are written out.
 */
export const calendar: z.ZodType<CenterCalendar> = z
  .strictObject({
    zone: z.string(),
    weekly: z.union([z.literal('24x7'), z.partialRecord(z.enum(WEEKDAYS), hours)]),
    holidays: z.union([source, z.array(z.string())]).optional(),
    special: z.record(z.string(), hours).optional(),
  })
  .transform(({ holidays, ...rest }, context) => {
    const listed = Array.isArray(holidays);
    const definition: CalendarDefinition = listed ? { ...rest, holidays } : rest;
    try {
      compileCalendar(definition);
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error;
      for (const { path, message } of error.faults)
        context.addIssue({ code: 'custom', path: [...path], message });
      return z.NEVER;
    }
    return listed || holidays === undefined ? definition : withHolidaysOf(holidays, definition);
  });
