import { instantSince, type Origin, openSince, originOf } from '../calendar/business-time.ts';
import { type CompiledCalendar, compileCalendar } from '../calendar/compile.ts';
import type { CalendarDefinition } from '../calendar/definition.ts';

/** A calendar by its content, as it was when an event was stamped with it. */
export interface PinnedCalendar {
  readonly hash: string;
  readonly definition: CalendarDefinition;
}

/** Most calendars kept compiled: all versions of all calendars that a center had in years are fewer. */
const MAX_COMPILED = 256;

const known = new Map<string, CompiledCalendar>();
/** The last one asked for, as a conversation asks for the same again and again. */
let lastHash = '';
let last: CompiledCalendar | null = null;

/** The calendar ready for use; compiled once for all who pin the same content. */
export function compiledOf({ hash, definition }: PinnedCalendar): CompiledCalendar {
  if (hash === lastHash && last !== null) return last;
  let calendar = known.get(hash);
  if (calendar === undefined) {
    calendar = compileCalendar(definition);
    if (known.size >= MAX_COMPILED) known.delete(known.keys().next().value!);
    known.set(hash, calendar);
  }
  lastHash = hash;
  last = calendar;
  return calendar;
}

/** Where time begins to count; null: all of it counts, open or not. */
export function countedFrom(calendar: PinnedCalendar | null, from: number): Origin | null {
  if (calendar === null) return null;
  const compiled = compiledOf(calendar);
  return compiled.alwaysOpen ? null : originOf(compiled, from);
}

/** Time between two instants that counts, ms: open time, or all of it without a calendar. Never negative. */
export function countedMs(origin: Origin | null, from: number, to: number): number {
  return origin === null ? Math.max(0, to - from) : openSince(origin, to);
}

/** The earliest instant by which `ms` have counted since `from`. */
export function addCounted(origin: Origin | null, from: number, ms: number): number {
  return origin === null ? from + ms : instantSince(origin, ms);
}
