import type { Difference } from './difference.ts';
import { StatisticsError } from './error.ts';
import { eventRateInterval, eventRateOf, type Occurrences } from './event-rate.ts';
import { eventRateDifference } from './event-rate-difference.ts';
import { type Interval, LEVEL, SHOWN_FROM } from './interval.ts';
import { type Moments, meanInterval, meanOf } from './mean.ts';
import { meanDifference } from './mean-difference.ts';
import { quantileInterval } from './quantile.ts';
import { quantileDifference } from './quantile-difference.ts';
import { type Rate, rateInterval, shareOf } from './rate.ts';
import { rateDifference } from './rate-difference.ts';
import { quantileOf, type Sample } from './sample.ts';

/** What a figure was made of, as far as its interval needs it. Rates and means are those of the metrics' parts. */
export type Evidence =
  | ({ readonly kind: 'rate' } & Rate)
  | ({ readonly kind: 'mean' } & Moments)
  | ({ readonly kind: 'events' } & Occurrences)
  | { readonly kind: 'quantile'; readonly q: number; readonly sample: Sample };

export interface Estimate {
  /** Null of no cases. */
  readonly estimate: number | null;
  /** Null of too few cases: fewer than five, or for a quantile fewer than enclose it. */
  readonly interval: Interval | null;
  readonly n: number;
}

/** @throws StatisticsError */
export function estimateOf(evidence: Evidence, level = LEVEL): Estimate {
  const n = casesOf(evidence);
  const interval = intervalOf(evidence, level);
  const enough = evidence.kind === 'events' || n >= SHOWN_FROM;
  return { estimate: figureOf(evidence), interval: enough ? interval : null, n };
}

/**
 * How the figure of the other differs from that of the base.
 *
 * @throws StatisticsError for figures of different kinds
 */
export function differenceOf(base: Evidence, other: Evidence, level = LEVEL): Difference {
  if (base.kind === 'rate' && other.kind === 'rate') return rateDifference(base, other, level);
  if (base.kind === 'mean' && other.kind === 'mean') return meanDifference(base, other, level);
  if (base.kind === 'events' && other.kind === 'events') return eventRateDifference(base, other, level);
  if (base.kind === 'quantile' && other.kind === 'quantile' && base.q === other.q) {
    return quantileDifference(base.sample, other.sample, base.q, level);
  }
  throw new StatisticsError(`${nameOf(base)} and ${nameOf(other)} cannot be compared`);
}

function figureOf(evidence: Evidence): number | null {
  switch (evidence.kind) {
    case 'rate':
      return shareOf(evidence);
    case 'mean':
      return meanOf(evidence);
    case 'events':
      return eventRateOf(evidence);
    case 'quantile':
      return quantileOf(evidence.sample, evidence.q);
  }
}

function intervalOf(evidence: Evidence, level: number): Interval | null {
  switch (evidence.kind) {
    case 'rate':
      return rateInterval(evidence, level);
    case 'mean':
      return meanInterval(evidence, level);
    case 'events':
      return eventRateInterval(evidence, level);
    case 'quantile':
      return quantileInterval(evidence.sample, evidence.q, level);
  }
}

function casesOf(evidence: Evidence): number {
  if (evidence.kind === 'events') return evidence.count;
  return evidence.kind === 'quantile' ? evidence.sample.n : evidence.n;
}

function nameOf(evidence: Evidence): string {
  return evidence.kind === 'quantile' ? `quantile ${evidence.q}` : evidence.kind;
}
