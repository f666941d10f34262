import { type HolidaySource, specialDaysOf } from './index.ts';
import { CHINA, sourceText } from './source.ts';

const MOVED = 'the days that the government moves from year to year';

/** What `date-holidays` 3.37 lacks every year: it has rules, and no weekends that are worked. */
const LACKING: Readonly<Record<string, string>> = {
  HU: MOVED,
  IN: 'feasts by the moon, such as Diwali, Holi and Eid',
  RU: MOVED,
  VN: MOVED,
};

/**
 * What is not known of a place's days in some years, a sentence each, for whoever writes a configuration.
 *
 * @param fromYear first year
 * @param toYear last year, in it
 */
export function unknownOf(source: HolidaySource, fromYear: number, toYear: number): string[] {
  const { country } = source;
  const place = sourceText(source);
  const years = specialDaysOf(source, fromYear, toYear).unknownYears.map((year) =>
    country === CHINA
      ? `${year} is not decreed yet for ${place}: the days off that the law names are known, those that are moved and the weekends worked for them are not, nor is whether the last days of ${year - 1} are`
      : `${year} is not known for ${place}: days by the moon's calendars are missing`,
  );
  const lacking = LACKING[country];
  return lacking === undefined
    ? years
    : [...years, `the source of ${place} lacks ${lacking}: list them under special`];
}
