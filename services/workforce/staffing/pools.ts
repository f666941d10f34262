import type { ContactCenter } from '../../center/contact-center.ts';
import { expectedWith, requiredAgents } from '../../domain/staffing/interval.ts';
import { asOneQueue } from '../../domain/staffing/one-queue.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { StaffedInterval } from './intervals.ts';
import { modelOf, type SeriesName, type Terms } from './terms.ts';

/** Who helps whom: nobody, those whose queues have the same team, or everybody. */
export const POOLS = ['none', 'team', 'all'] as const;
export type Pooling = (typeof POOLS)[number];

/** A series, staffed by itself. */
export interface StaffedSeries {
  readonly name: SeriesName;
  readonly terms: Terms;
  readonly intervals: readonly StaffedInterval[];
}

/**
 * Staffs the series that share their agents as one queue: as many agents as reach the goal of each of them, of whom a
 * series has the part that its work is. Work that is due later stays by itself, and so do queues without a team.
 *
 * @param series with the same intervals each
 * @returns the intervals of each
 */
export function staffPools(
  series: readonly StaffedSeries[],
  pooling: Pooling,
  center: ContactCenter,
): (readonly StaffedInterval[])[] {
  const staffed = series.map(({ intervals }) => intervals);
  const pools = new Map<string, number[]>();
  series.forEach((one, which) => {
    const pool = modelOf(one.terms) === 'deferred' ? null : poolOf(one.name, pooling, center);
    if (pool !== null) getOrInsert(pools, pool, () => []).push(which);
  });
  for (const members of pools.values()) {
    if (members.length < 2) continue;
    const own = members.map((which) => series[which]!);
    const columns = own[0]!.intervals.map((_, i) => together(own, i));
    members.forEach((which, m) => {
      staffed[which] = columns.map((column) => column[m]!);
    });
  }
  return staffed;
}

/** Name of the pool of a series; null: its agents are its own. */
function poolOf({ queue }: SeriesName, pooling: Pooling, { queues }: ContactCenter): string | null {
  if (pooling === 'all') return '';
  return pooling === 'team' ? (queues.find(({ id }) => id === queue)?.team ?? null) : null;
}

/** The same interval of the series of a pool. */
function together(series: readonly StaffedSeries[], i: number): StaffedInterval[] {
  const intervals = series.map((one) => one.intervals[i]!);
  const needing = series.flatMap((one, m) => {
    const { contacts, ahtMs, erlangs, required } = intervals[m]!;
    if (!required || contacts === null || ahtMs === null || erlangs === null) return [];
    const { concurrency } = one.terms;
    const intervalMs = erlangs > 0 ? (contacts * ahtMs) / erlangs : 1;
    return [
      { m, terms: one.terms, own: { calls: contacts, ahtMs, intervalMs }, busy: erlangs / concurrency },
    ];
  });
  if (needing.length < 2) return intervals;
  const shared = {
    calls: needing.reduce((sum, { own }) => sum + own.calls, 0),
    busy: needing.reduce((sum, { busy }) => sum + busy, 0),
  };
  // Open, and nobody is expected: one of them is there for the first of any queue.
  if (shared.busy === 0) {
    for (const { m, terms } of needing) intervals[m] = needed(intervals[m]!, terms, 1 / needing.length);
    return intervals;
  }
  const loads = needing.map(({ own, terms }) => asOneQueue(own, terms.concurrency, shared));
  const agents = Math.max(
    ...needing.map(({ own, terms }, n) => (own.calls > 0 ? requiredAgents(loads[n]!.load, terms) : 0)),
  );
  needing.forEach(({ m, own, terms }, n) => {
    const { load, part } = loads[n]!;
    const expected = own.calls > 0 ? expectedWith(load, agents, terms) : null;
    intervals[m] = {
      ...needed(intervals[m]!, terms, agents * part),
      serviceLevel: expected?.serviceLevel ?? null,
      occupancy: expected?.occupancy ?? null,
      asaMs: expected?.asaMs ?? null,
      abandonment: expected?.abandonment ?? null,
    };
  });
  return intervals;
}

function needed(interval: StaffedInterval, { shrinkage }: Terms, required: number): StaffedInterval {
  return { ...interval, required, paid: required / (1 - shrinkage), agents: required };
}
