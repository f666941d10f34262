import { DIMENSION_COLUMNS, type Dimension } from '../metrics/definition/metric.ts';
import type { Filters } from '../metrics/filters.ts';

/** The columns of dimensions that a roll-up may keep apart. */
export const CUT_COLUMNS = [
  'queue',
  'channel',
  'team',
  'agent',
  'priority',
  'customer_tier',
  'policy',
  'label',
] as const;
export type CutColumn = (typeof CUT_COLUMNS)[number];

export interface Cut {
  name: string;
  columns: readonly CutColumn[];
}

/**
 * The sets of dimensions that sums are kept for, smallest first. A center's hour has a few hundred cells of `place`, as
 * many of `agent` as agents worked, and some times those of `place` of `promise`. All eight together would have a cell
 * for nearly every fact, which is what facts are there for.
 */
export const CUTS: readonly Cut[] = [
  { name: 'place', columns: ['queue', 'channel', 'team', 'label'] },
  { name: 'agent', columns: ['queue', 'channel', 'team', 'agent', 'label'] },
  { name: 'promise', columns: ['queue', 'channel', 'team', 'priority', 'customer_tier', 'policy', 'label'] },
];

/**
 * The same for days. Those of most questions of long ranges are few cells, where all days of an hour's cut would still be
 * many: what nearly every fact of an hour has for itself, a few of a day share.
 */
export const DAY_CUTS: readonly Cut[] = [
  { name: 'all', columns: [] },
  { name: 'queues', columns: ['queue', 'channel'] },
  { name: 'people', columns: ['team', 'agent'] },
  ...CUTS,
];

/** The same for bins, of which an hour has many more. */
export const BIN_CUTS: readonly Cut[] = [
  { name: 'all', columns: ['channel'] },
  { name: 'place', columns: ['queue', 'channel', 'team'] },
  { name: 'agent', columns: ['queue', 'channel', 'team', 'agent'] },
];

/** Bins of smaller groups are as many of a day as of its hours: of these, days have none. */
export const DAY_BIN_CUTS: readonly Cut[] = BIN_CUTS.slice(0, 1);

/** The smallest of some cuts that tells apart what a question groups and filters by; null where none does. */
export function cutFor(
  cuts: readonly Cut[],
  { groupBy, filters }: { groupBy: readonly Dimension[]; filters: Filters },
): Cut | null {
  const filtered = Object.entries(filters)
    .filter(([, values]) => values.length > 0)
    .map(([dimension]) => dimension as Dimension);
  const needed = [...groupBy, ...filtered].map((dimension) => DIMENSION_COLUMNS[dimension]);
  return cuts.find(({ columns }) => needed.every((one) => columns.includes(one))) ?? null;
}

/** The dimensions whose groups peaks are kept of: peaks of smaller groups say nothing of larger ones. */
export const PEAK_CUTS: readonly Cut[] = [
  { name: 'all', columns: [] },
  { name: 'queue', columns: ['queue'] },
  { name: 'channel', columns: ['channel'] },
  { name: 'team', columns: ['team'] },
  { name: 'queue+channel', columns: ['queue', 'channel'] },
];

/** The cut whose groups are those that a question asks for, each whole; null where none is. */
export function exactCutFor(
  cuts: readonly Cut[],
  { groupBy, filters }: { groupBy: readonly Dimension[]; filters: Filters },
): Cut | null {
  const needed = new Set<string>(groupBy.map((dimension) => DIMENSION_COLUMNS[dimension]));
  for (const [dimension, values] of Object.entries(filters) as [Dimension, readonly string[]][]) {
    if (values.length > 1 && !groupBy.includes(dimension)) return null;
    if (values.length > 0) needed.add(DIMENSION_COLUMNS[dimension]);
  }
  return (
    cuts.find(({ columns }) => columns.length === needed.size && columns.every((one) => needed.has(one))) ??
    null
  );
}
