import { z } from 'zod';
import { knownEvent } from './workforce/events.ts';
import { shifts } from './workforce/shifts.ts';
import { staffingEntry } from './workforce/staffing.ts';

/** What planning goes by beside the history. */
export const workforce = z.strictObject({
  /** Known ahead, for forecasts. */
  events: z.array(knownEvent).default([]),
  /** By queue and channel; the first that matches counts. */
  staffing: z.array(staffingEntry).default([]),
  shifts: shifts.prefault({}),
});

export type Workforce = z.output<typeof workforce>;
