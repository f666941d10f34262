/** Where a calendar's holidays are looked up, by the codes of ISO 3166: `DE`, and Berlin is its region `BE`. */
export interface HolidaySource {
  readonly country: string;
  /** A state, province or nation of the country. */
  readonly region?: string | undefined;
  /** A part of the region with days of its own, such as Augsburg (`A`) in Bavaria. */
  readonly subregion?: string | undefined;
}

/** Its days come from a source of their own. */
export const CHINA = 'CN';

/** A source in a word, for messages: `DE-BY-A`. */
export function sourceText({ country, region, subregion }: HolidaySource): string {
  return [country, region, subregion].filter((part) => part !== undefined).join('-');
}
