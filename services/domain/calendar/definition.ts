export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** Calendars other than 24x7 know 1970-01-01 to 2199-12-31, UTC; before and after, they count as closed. */
export const HORIZON_MS = Date.UTC(2200, 0, 1);

/**
 * A business calendar as people write it.
 *
 * Hours are `HH:MM-HH:MM` on the wall clock of `zone`, `24:00` allowed as an end. Weekly hours whose end lies
 * before their start run past midnight: they are split there, and the rest belongs to the next weekday.
 *
 * A listed date is exactly what it lists, from its midnight to the next: a holiday is closed, a special day has
 * its own hours (an empty list is closed). That includes the rest of a shift that began the evening before, and
 * leaves alone the rest of the shift that would have begun that evening. Special hours end at 24:00 at the
 * latest; what follows is listed under the next date.
 */
export interface CalendarDefinition {
  /** IANA name, such as `Europe/Berlin`. */
  readonly zone: string;
  readonly weekly: '24x7' | { readonly [day in Weekday]?: readonly string[] | undefined };
  /** `YYYY-MM-DD`. */
  readonly holidays?: readonly string[] | undefined;
  /** `YYYY-MM-DD` to hours. */
  readonly special?: { readonly [date: string]: readonly string[] } | undefined;
}

export interface CalendarFault {
  /** Keys and list positions from the definition's root, such as `['weekly', 'fri', 0]`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A definition that cannot be used, with every fault that was found in it. */
export class CalendarError extends Error {
  readonly code = 'BAD_CALENDAR';
  readonly faults: readonly CalendarFault[];

  constructor(faults: readonly CalendarFault[]) {
    super(`calendar: ${faults.map((fault) => `${fault.path.join('.')}: ${fault.message}`).join('; ')}`);
    this.name = 'CalendarError';
    this.faults = faults;
  }
}
