import { z } from 'zod';
import { knownEvent } from './workforce/events.ts';

/** What planning goes by beside the history. */
export const workforce = z.strictObject({
  /** Known ahead, for forecasts. */
  events: z.array(knownEvent).default([]),
});

export type Workforce = z.output<typeof workforce>;
