import type { Difference } from '../../domain/statistics/difference.ts';
import type { Occurrences } from '../../domain/statistics/event-rate.ts';
import { eventRateDifference } from '../../domain/statistics/event-rate-difference.ts';
import { holm } from '../../domain/statistics/many-comparisons.ts';
import { SIGNIFICANCE } from '../compare/comparison.ts';

const MS_PER_DAY = 86_400_000;

/** How many complained for a reason in a period, and in the one before. */
export interface ReasonCount {
  readonly id: string;
  readonly n: number;
  /** Null where no period before is asked for. */
  readonly previous: number | null;
}

/** A reason in its place: the commonest first. */
export interface ParetoReason extends ReasonCount {
  /** Of all complaints by reason; null where there are none. They add up to 1. */
  readonly share: number | null;
  /** Share of this reason and of all that are commoner. */
  readonly cumulative: number | null;
  readonly change: Movement | null;
}

/** How often complaints came a day, against the period before. */
export interface Movement extends Pick<Difference, 'interval' | 'test' | 'statistic' | 'p'> {
  /** Complaints a day more than before. */
  readonly perDay: number;
  /** The same as a share of what it was; null where it was none. */
  readonly relative: number | null;
  /** Corrected for all reasons that are looked at (Holm). */
  readonly pAdjusted: number | null;
  readonly significant: boolean;
}

/** The time that has passed of a period and of the one before, ms. Both above 0. */
export interface Elapsed {
  readonly now: number;
  readonly before: number;
}

/**
 * Reasons by how common they are. A conversation with two reasons is a complaint of each, so that shares are of
 * complaints by reason rather than of conversations.
 */
export function pareto(reasons: readonly ReasonCount[], elapsed: Elapsed | null): ParetoReason[] {
  const sorted = reasons.toSorted((a, b) => b.n - a.n || (a.id < b.id ? -1 : 1));
  const all = sorted.reduce((sum, { n }) => sum + n, 0);
  const changes = movementsOf(sorted, elapsed);
  let sum = 0;
  return sorted.map((reason, i) => {
    sum += reason.n;
    return {
      ...reason,
      share: all === 0 ? null : reason.n / all,
      cumulative: all === 0 ? null : sum / all,
      change: changes[i]!,
    };
  });
}

/** Movements that are looked at together. Of a reason that nobody complained for, then or now, there is none. */
export function movementsOf(
  counts: readonly Omit<ReasonCount, 'id'>[],
  elapsed: Elapsed | null,
): (Movement | null)[] {
  const found = counts.map(({ n, previous }) => {
    if (elapsed === null || previous === null || n + previous === 0) return null;
    const now = occurrences(n, elapsed.now);
    const before = occurrences(previous, elapsed.before);
    const { difference, ...rest } = eventRateDifference(before, now);
    const rate = before.count / before.exposure;
    return { perDay: difference!, relative: rate === 0 ? null : difference! / rate, ...rest };
  });
  const adjusted = holm(found.map((one) => one?.p ?? null));
  return found.map((one, i) => {
    const pAdjusted = adjusted[i]!;
    return one && { ...one, pAdjusted, significant: pAdjusted !== null && pAdjusted <= SIGNIFICANCE };
  });
}

const occurrences = (count: number, ms: number): Occurrences => ({ count, exposure: ms / MS_PER_DAY });
