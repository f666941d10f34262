import type { CalendarFault } from './definition.ts';

export const DAY_MS = 86_400_000;

/** Open from `startMs` to before `endMs`, in ms of the wall clock since midnight; `endMs` is at most a day. */
export interface Hours {
  readonly startMs: number;
  readonly endMs: number;
}

/** Hours, and where in the definition they stand. */
export interface PlacedHours extends Hours {
  readonly text: string;
  readonly path: CalendarFault['path'];
}

const HOURS = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Reads `HH:MM-HH:MM`; an end before the start is left to the caller. Null where the text is not hours. */
export function parseHours(text: string): Hours | null {
  const match = HOURS.exec(text);
  if (match === null) return null;
  const [, startHour, startMinute, endHour, endMinute] = match;
  return {
    startMs: wallMs(Number(startHour), Number(startMinute)),
    endMs: endHour === undefined ? DAY_MS : wallMs(Number(endHour), Number(endMinute)),
  };
}

/** Hours within a day as `parseHours` reads them. */
export function hoursText({ startMs, endMs }: Hours): string {
  return `${clockText(startMs)}-${clockText(endMs)}`;
}

/** Sorts one day's hours and reports each that begins before an earlier one has ended. Touching is allowed. */
export function sortHours(hours: readonly PlacedHours[], faults: CalendarFault[]): Hours[] {
  const sorted = hours.toSorted((a, b) => a.startMs - b.startMs);
  let latest: PlacedHours | undefined;
  for (const next of sorted) {
    if (latest !== undefined && next.startMs < latest.endMs) {
      faults.push({ path: next.path, message: `"${next.text}" overlaps "${latest.text}"` });
    }
    if (latest === undefined || next.endMs > latest.endMs) latest = next;
  }
  return sorted.map(({ startMs, endMs }) => ({ startMs, endMs }));
}

function wallMs(hour: number, minute: number): number {
  return (hour * 60 + minute) * 60_000;
}

function clockText(ms: number): string {
  const minutes = ms / 60_000;
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
