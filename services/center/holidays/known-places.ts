import { countries, regionsOf, subregionsOf } from './library.ts';
import { CHINA, type HolidaySource } from './source.ts';

export interface SourceFault {
  /** The part of the source that is wrong. */
  readonly path: readonly ['country' | 'region' | 'subregion'];
  readonly message: string;
}

/** What is wrong with the place, with the choices there are; null where its holidays are known. */
export function faultOfSource({ country, region, subregion }: HolidaySource): SourceFault | null {
  const fault = (part: SourceFault['path'][0], code: string, of: string, known: object): SourceFault => {
    const codes = Object.keys(known).sort();
    const choices = codes.length === 0 ? `none of ${of} is told apart` : `there are ${codes.join(', ')}`;
    return { path: [part], message: `there is no ${part} ${JSON.stringify(code)}: ${choices}` };
  };
  if (country !== CHINA && !Object.hasOwn(countries(), country))
    return fault('country', country, 'the world', countries());
  if (region === undefined) {
    return subregion === undefined
      ? null
      : { path: ['subregion'], message: 'needs the region that it is in' };
  }
  // Its provinces go by one decree.
  const regions = country === CHINA ? {} : regionsOf(country);
  if (!Object.hasOwn(regions, region)) return fault('region', region, country, regions);
  if (subregion === undefined) return null;
  const subregions = subregionsOf(country, region);
  if (!Object.hasOwn(subregions, subregion))
    return fault('subregion', subregion, `${country}-${region}`, subregions);
  return null;
}
