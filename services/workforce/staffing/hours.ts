import type { ContactCenter } from '../../center/contact-center.ts';
import { addBusiness, businessMs } from '../../domain/calendar/business-time.ts';
import { type CompiledCalendar, compileCalendar } from '../../domain/calendar/compile.ts';
import type { CalendarDefinition } from '../../domain/calendar/definition.ts';

/** When a queue is open. Times are UTC ms. */
export interface Hours {
  /** Open ms of [from, to). */
  openMs(from: number, to: number): number;
  /** When `ms` of open time have passed since `at`. */
  after(at: number, ms: number): number;
}

const ALWAYS: Hours = { openMs: (from, to) => to - from, after: (at, ms) => at + ms };

/** A calendar is compiled once for the configuration that it stands in. */
const compiled = new WeakMap<CalendarDefinition, CompiledCalendar>();

/** @param name of a calendar of the center; null: open always */
export function hoursOf(center: ContactCenter, name: string | null): Hours {
  if (name === null) return ALWAYS;
  const definition = center.calendars[name]!;
  let calendar = compiled.get(definition);
  if (calendar === undefined) {
    calendar = compileCalendar(definition);
    compiled.set(definition, calendar);
  }
  const known = calendar;
  return {
    openMs: (from, to) => businessMs(known, from, to),
    after: (at, ms) => addBusiness(known, at, ms),
  };
}
