import type { Fault } from '../../lib/errors.ts';
import { isZone, parseInstant } from '../../lib/time/range.ts';
import { DIMENSIONS, type Dimension } from '../../metrics/definition/metric.ts';
import { CUTS, cutFor } from '../../rollups/cuts.ts';

/** The parameters of a question as a route has read them; each route has some of these. */
export interface AskedParameters {
  from?: string;
  to?: string;
  tz?: string;
  metrics?: readonly string[];
  interval?: string;
  group_by?: readonly string[];
  compare?: string;
  exact?: string;
  percentiles?: string;
  [parameter: string]: unknown;
}

const DAY_MS = 86_400_000;
/** Less than is allowed: what a shorter range takes is not less in the same proportion. */
const SAFETY = 0.8;

/**
 * What would make a question answerable, by parameter: first what costs nothing but the last digits. Empty where the
 * question has no range.
 *
 * @param share of what it takes at the least, what it may take; not given where nobody knows
 * @param now UTC ms
 */
export function waysOut(asked: AskedParameters, share: number | undefined, now: number): Fault[] {
  if (rangeOf(asked, now) === null) return [];
  const { metrics = [], interval } = asked;
  return [
    ...way(asked.exact === 'now', 'exact', 'leave it out: hours that are summed up answer with far less'),
    ...way(
      asked.percentiles === 'exact',
      'percentiles',
      'leave it out: those of hours that are summed up are within 0.39 %',
    ),
    ...way(
      interval === '15m' || interval === '30m',
      'interval',
      '1h or longer: hours are summed up, parts of them are not',
    ),
    ...groups(asked),
    ...way(asked.compare === 'previous', 'compare', 'leave it out: it asks for two ranges'),
    ...way(metrics.length > 1, 'metrics', 'ask for fewer at a time'),
    { path: 'from', message: rangeWords(daysOf(asked, share, now)) },
  ];
}

/** So many days of the range would be answered; null where nobody knows. */
export function daysOf(asked: AskedParameters, share: number | undefined, now: number): number | null {
  const range = rangeOf(asked, now);
  const days = range === null || share === undefined ? 0 : Math.floor((range * share * SAFETY) / DAY_MS);
  return days > 0 ? days : null;
}

function way(applies: boolean, path: string, message: string): Fault[] {
  return applies ? [{ path, message }] : [];
}

/** Of dimensions that no sums are kept for together, those that there are. */
function groups(asked: AskedParameters): Fault[] {
  const groupBy = (asked.group_by ?? []).filter(isDimension);
  const filters = Object.fromEntries(
    DIMENSIONS.map((dimension) => [dimension, (asked[dimension] as string[] | undefined) ?? []]),
  );
  const isAsked = groupBy.length > 0 || Object.values(filters).some(({ length }) => length > 0);
  if (!isAsked || cutFor(CUTS, { groupBy, filters }) !== null) return [];
  const sets = CUTS.slice(1).map(({ columns }) => columns.filter((column) => column !== 'label').join(', '));
  return [
    {
      path: 'group_by',
      message: `with the filters, dimensions of one of these sets: ${sets.join('; ')}`,
    },
  ];
}

const isDimension = (name: string): name is Dimension => (DIMENSIONS as readonly string[]).includes(name);

/** ms; null where the question has none. */
function rangeOf({ from, to, tz = 'UTC' }: AskedParameters, now: number): number | null {
  if (from === undefined || to === undefined || !isZone(tz)) return null;
  const begin = parseInstant(from, tz, now, 'down');
  const end = parseInstant(to, tz, now, 'up');
  return begin === null || end === null || end <= begin ? null : end - begin;
}

function rangeWords(days: number | null): string {
  return days === null ? 'a shorter range' : `a range of at most ${days} ${days === 1 ? 'day' : 'days'}`;
}
