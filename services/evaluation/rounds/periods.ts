import { DateTime } from 'luxon';
import type { RoundPeriod, RoundPeriodName } from '../../domain/rounds/round.ts';
import { rangeOf, readWhen } from '../periods.ts';

/** Rounds stay for good: what lies further back is a slip of the pen. */
const MAX_YEARS_BACK = 10;

/**
 * The period of a round: `now`, `-1` for the one before, `1` for the next, or a date in it. Null where the words name
 * none, or one that begins after the next: nobody agrees on goals so far ahead; or one that is long past.
 *
 * @param now UTC ms
 */
export function roundPeriod(
  name: RoundPeriodName,
  at: string,
  zone: string,
  now: number,
): RoundPeriod | null {
  const when = readWhen(at);
  const range = when === null ? null : rangeOf(name, when, zone, now);
  const next = rangeOf(name, { kind: 'offset', offset: 1 }, zone, now);
  const first = DateTime.fromMillis(now, { zone }).minus({ years: MAX_YEARS_BACK }).toMillis();
  return range === null || next === null || range.from > next.from || range.to <= first
    ? null
    : { name, ...range, zone };
}

/** Such as `2026-03`, `2026-Q1`, `2026-H1`, `2026`. */
export function periodLabel({ name, from, zone }: RoundPeriod): string {
  const begin = DateTime.fromMillis(from, { zone });
  switch (name) {
    case 'month':
      return begin.toFormat('yyyy-MM');
    case 'quarter':
      return `${begin.year}-Q${begin.quarter}`;
    case 'half-year':
      return `${begin.year}-H${begin.month > 6 ? 2 : 1}`;
    case 'year':
      return String(begin.year);
  }
}

/** Of a team and period there is one round: its id says which. */
export const roundId = (team: string, period: RoundPeriod): string => `${team}-${periodLabel(period)}`;
