import { toIso } from '../lib/time/range.ts';
import { labelOf, type PeriodRange, type Whole } from './periods.ts';
import type { Scorecard } from './scorecards.ts';
import { type PeersView, peersView } from './view.ts';

/** A score of one of several periods. */
export interface TrendPoint {
  /** The period by its number: `2026-W47`. */
  label: string;
  from: string;
  to: string;
  ended: boolean;
  score: number | null;
  interval: { lower: number; upper: number } | null;
  rank: number | null;
  covered: number;
  peers: PeersView;
}

/**
 * How somebody's score went, in the order of the periods; by what they are measured by now. A period without a card
 * of them has no score.
 *
 * @param now UTC ms
 */
export function trendOf(
  { subject: { id, zone } }: Scorecard,
  period: Whole,
  past: readonly { range: (zone: string) => PeriodRange; cards: readonly Scorecard[] }[],
  now: number,
): TrendPoint[] {
  return past.map(({ range: rangeIn, cards }) => {
    const range = rangeIn(zone);
    const card = cards.find(({ subject }) => subject.id === id)?.card;
    return {
      label: labelOf(period, range, zone),
      from: toIso(range.from, zone),
      to: toIso(range.to, zone),
      ended: range.to <= now,
      score: card?.score ?? null,
      interval: card?.interval ?? null,
      rank: card?.rank ?? null,
      covered: card?.covered ?? 0,
      peers: peersView(card?.peers ?? { n: 0, quartiles: null }),
    };
  });
}
