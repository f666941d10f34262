import { createHash } from 'node:crypto';
import { DAY_BIN_CUTS, DAY_CUTS } from './cuts.ts';
import { SOURCES, type Source } from './sources.ts';
import { TELLINGS } from './surveys/tellings.ts';

/** Sources that have days; of surveys a day would have about as many cells as its hours. */
export const DAY_SOURCES: readonly Source[] = SOURCES.filter(({ kind }) => kind !== 'surveys');

const FORMULA = createHash('sha256')
  .update(JSON.stringify([DAY_CUTS, DAY_BIN_CUTS]))
  .digest('hex')
  .slice(0, 4);

/** What the days of a source are called: they are a source beside it, whose rows are of days. */
export const daysOf = ({ name }: Pick<Source, 'name'>) => `${name} day ${FORMULA}`;

/** All that this version has in `rollup_hours`. */
export const NAMES: readonly string[] = [
  ...SOURCES.map(({ name }) => name),
  ...DAY_SOURCES.map(daysOf),
  TELLINGS,
];
