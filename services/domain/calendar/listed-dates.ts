import { DateTime } from 'luxon';
import { type CalendarDefinition, type CalendarFault, HORIZON_MS } from './definition.ts';
import { DAY_MS, type Hours, type PlacedHours, parseHours, sortHours } from './hours.ts';

/** Days since 1970-01-01 on the wall calendar -> that date's own hours, none for closed. */
export type ListedDates = ReadonlyMap<number, readonly Hours[]>;

/** Holidays and special days by day number. Pushes what is wrong to `faults`. */
export function readDates(definition: CalendarDefinition, faults: CalendarFault[]): ListedDates {
  const dates = new Map<number, readonly Hours[]>();
  for (const [index, text] of (definition.holidays ?? []).entries()) {
    const day = readDate(text, ['holidays', index], faults);
    if (day !== null) dates.set(day, []);
  }
  for (const [text, hours] of Object.entries(definition.special ?? {})) {
    const day = readDate(text, ['special', text], faults);
    const own = readSpecialHours(hours, text, faults);
    if (day === null) continue;
    // Neither wish can be preferred without closing, or opening, somebody's door by surprise.
    if (dates.has(day)) faults.push({ path: ['special', text], message: 'is listed as a holiday too' });
    dates.set(day, own);
  }
  return dates;
}

function readDate(text: string, path: CalendarFault['path'], faults: CalendarFault[]): number | null {
  const date = DateTime.fromFormat(text, 'yyyy-MM-dd', { zone: 'utc' });
  if (!date.isValid) {
    faults.push({ path, message: `"${text}" is no date of the form YYYY-MM-DD` });
    return null;
  }
  if (date.toMillis() < 0 || date.toMillis() >= HORIZON_MS) {
    faults.push({ path, message: `"${text}" lies outside 1970 to 2199` });
    return null;
  }
  return date.toMillis() / DAY_MS;
}

function readSpecialHours(texts: readonly string[], date: string, faults: CalendarFault[]): readonly Hours[] {
  const placed: PlacedHours[] = [];
  for (const [index, text] of texts.entries()) {
    const path = ['special', date, index];
    const hours = parseHours(text);
    if (hours === null) faults.push({ path, message: `"${text}" is not HH:MM-HH:MM` });
    else if (hours.endMs <= hours.startMs) {
      faults.push({
        path,
        message: `"${text}" must end after it starts; hours after midnight go to the next date`,
      });
    } else placed.push({ ...hours, text, path });
  }
  return sortHours(placed, faults);
}
