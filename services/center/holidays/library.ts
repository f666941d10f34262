import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import type { HolidaySource } from './source.ts';

/**
 * `date-holidays`, loaded when a country is first looked up: a tenth of a second and some 20 MB that a center without
 * one is spared. It is required, as the configuration is read in one go.
 */
let loaded: typeof Holidays | undefined;

function library(): typeof Holidays {
  loaded ??= createRequire(import.meta.url)('date-holidays') as typeof Holidays;
  return loaded;
}

/** Country codes with their names. */
export const countries = (): Readonly<Record<string, string>> => new (library())().getCountries('en');

/** Region codes of a country with their names; empty where the library tells none apart. */
export const regionsOf = (country: string): Readonly<Record<string, string>> =>
  new (library())().getStates(country, 'en') ?? {};

export const subregionsOf = (country: string, region: string): Readonly<Record<string, string>> =>
  new (library())().getRegions(country, region, 'en') ?? {};

export type LibraryDay = HolidaysTypes.Holiday;

/** What the library lists for a place, year by year, with English names. The place must be one that it knows. */
export function libraryOf({ country, region, subregion }: HolidaySource): (year: number) => LibraryDay[] {
  const place = [country, region, subregion].filter((part) => part !== undefined).join('.');
  const holidays = new (library())(place);
  return (year) => holidays.getHolidays(year, 'en');
}
