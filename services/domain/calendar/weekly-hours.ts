import { type CalendarDefinition, type CalendarFault, WEEKDAYS } from './definition.ts';
import { DAY_MS, type Hours, type PlacedHours, parseHours, sortHours } from './hours.ts';

const ALL_DAY: readonly Hours[] = [{ startMs: 0, endMs: DAY_MS }];

/** Seven lists of hours, Monday first, shifts past midnight split there. Pushes what is wrong to `faults`. */
export function readWeekly(
  weekly: CalendarDefinition['weekly'],
  faults: CalendarFault[],
): readonly Hours[][] {
  if (weekly === '24x7') return WEEKDAYS.map(() => [...ALL_DAY]);
  const days: PlacedHours[][] = WEEKDAYS.map(() => []);
  for (const [day, texts] of Object.entries(weekly)) {
    const weekday = (WEEKDAYS as readonly string[]).indexOf(day);
    if (weekday === -1) {
      faults.push({ path: ['weekly', day], message: `is no weekday; known are ${WEEKDAYS.join(', ')}` });
      continue;
    }
    for (const [index, text] of (texts ?? []).entries()) {
      const path = ['weekly', day, index];
      const hours = parseHours(text);
      if (hours === null) faults.push({ path, message: `"${text}" is not HH:MM-HH:MM` });
      else if (hours.endMs === hours.startMs) faults.push({ path, message: `"${text}" is empty` });
      else placeShift(days, weekday, { ...hours, text, path });
    }
  }
  return days.map((hours) => sortHours(hours, faults));
}

function placeShift(days: PlacedHours[][], weekday: number, shift: PlacedHours): void {
  if (shift.endMs > shift.startMs) {
    days[weekday]!.push(shift);
    return;
  }
  days[weekday]!.push({ ...shift, endMs: DAY_MS });
  if (shift.endMs > 0) days[(weekday + 1) % 7]!.push({ ...shift, startMs: 0 });
}
