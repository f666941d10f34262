import type { SpecialDayKind } from '../../domain/calendar/special-day.ts';
import type { LibraryDay } from './library.ts';

/** Feasts whose eve is a day of its own already: the first day of the New Year, the day of the fallen. */
const WITHOUT_EVE = /^(2 Tishrei|5 Iyyar)\b/;

/**
 * What Israel's working life knows and `date-holidays` does not tell: on the eve of a holiday work ends by noon. That
 * includes the last of the days between, before the feast that ends them.
 */
export function eveOf({ type, rule, name }: LibraryDay): { name: string; kind: SpecialDayKind } | null {
  if (type !== 'public' || WITHOUT_EVE.test(rule)) return null;
  return { name: `Eve of ${name}`, kind: 'half' };
}

/**
 * Days that close banks or end work early, though the library calls them days of schools or to remember: Purim (in all
 * places but Jerusalem, whose day is the next), the Ninth of Av, and the day of the fallen, whose evening begins
 * Independence Day. The days between those of Passover and of Sukkot stay as they are: schools are off, most work.
 *
 * @param index 0 for the first day of the feast
 * @returns null where the library's type says it
 */
export function israelsKind(rule: string, index: number): SpecialDayKind | null {
  return /^(14 AdarII|9 Av|4 Iyyar)\b/.test(rule) && index === 0 ? 'half' : null;
}
