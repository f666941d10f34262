import type { SpecialDay } from '../../domain/calendar/special-day.ts';

/** Dates of one name that are further apart are of two feasts: the longest, in China, had ten days. */
const RUN_DAYS = 12;
const DAY_MS = 86_400_000;

/**
 * The days of each feast of several, numbered from its first: the third resembles the third of other years most. The
 * number is that of the date, so that it stays where another feast lies between, as Mid-autumn 2025 in National Day.
 * Weekends that are worked lie before and after, and belong to no order.
 *
 * @param days ascending
 */
export function numbered(days: readonly SpecialDay[]): SpecialDay[] {
  const first = new Map<string, string>();
  return days.map((day) => {
    if (day.kind === 'working') return day;
    const begun = first.get(day.name);
    const index = begun === undefined ? RUN_DAYS : (Date.parse(day.date) - Date.parse(begun)) / DAY_MS;
    if (index >= RUN_DAYS) first.set(day.name, day.date);
    return index === 0 || index >= RUN_DAYS ? day : { ...day, name: `${day.name}, day ${index + 1}` };
  });
}
