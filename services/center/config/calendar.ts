import { z } from 'zod';
import { compileCalendar } from '../../domain/calendar/compile.ts';
import { type CalendarDefinition, CalendarError, WEEKDAYS } from '../../domain/calendar/definition.ts';

const hours = z.array(z.string());

/** A calendar as `domain/calendar/definition.ts` describes it; whether it makes sense is asked of the compiler. */
export const calendar: z.ZodType<CalendarDefinition> = z
  .strictObject({
    zone: z.string(),
    weekly: z.union([z.literal('24x7'), z.partialRecord(z.enum(WEEKDAYS), hours)]),
    holidays: z.array(z.string()).optional(),
    special: z.record(z.string(), hours).optional(),
  })
  .superRefine((definition, context) => {
    try {
      compileCalendar(definition);
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error;
      for (const { path, message } of error.faults)
        context.addIssue({ code: 'custom', path: [...path], message });
    }
  });
