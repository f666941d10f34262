import { businessMs } from '../calendar/business-time.ts';
import { type CompiledCalendar, compileCalendar } from '../calendar/compile.ts';
import type { CalendarDefinition } from '../calendar/definition.ts';

/** A calendar by its content, as it was when an event was stamped with it. */
export interface PinnedCalendar {
  readonly hash: string;
  readonly definition: CalendarDefinition;
}

/** Most calendars kept compiled: all versions of all calendars that a center had in years are fewer. */
const MAX_COMPILED = 256;

const compiled = new Map<string, CompiledCalendar>();
/** The last one asked for, as a conversation asks for the same again and again. */
let lastHash = '';
let last: CompiledCalendar | null = null;

/** The calendar ready for use; compiled once for all who pin the same content. */
export function compiledOf({ hash, definition }: PinnedCalendar): CompiledCalendar {
  if (hash === lastHash && last !== null) return last;
  let calendar = compiled.get(hash);
  if (calendar === undefined) {
    calendar = compileCalendar(definition);
    if (compiled.size >= MAX_COMPILED) compiled.delete(compiled.keys().next().value!);
    compiled.set(hash, calendar);
  }
  lastHash = hash;
  last = calendar;
  return calendar;
}

/** Time between two instants that counts: open time, or all of it without a calendar. Never negative. */
export function countedMs(calendar: PinnedCalendar | null, from: number, to: number): number {
  return calendar === null ? Math.max(0, to - from) : businessMs(compiledOf(calendar), from, to);
}
