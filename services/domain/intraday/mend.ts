import { ErlangError, MAX_SERVERS, type Workload } from '../erlang/workload.ts';
import { expectedServiceLevel, type StaffingTerms } from './service-level.ts';

/** A goal that is missed by no more than rounding is met. */
const HAIR = 1e-9;

/** Whether the goal will be missed. */
export function isMissed(serviceLevel: number | null, { goal }: StaffingTerms): boolean {
  return serviceLevel !== null && serviceLevel < goal.serviceLevel - HAIR;
}

/**
 * The fewest agents more with whom an interval reaches its service level; 0 where it does.
 *
 * @param agents who are there already, parts of agents allowed
 * @throws ErlangError ERLANG_TOO_LARGE
 */
export function agentsMissing(load: Workload, agents: number, terms: StaffingTerms): number {
  const reaches = (more: number) => !isMissed(expectedServiceLevel(load, agents + more, terms), terms);
  if (reaches(0)) return 0;
  let few = 0;
  let enough = 1;
  while (!reaches(enough)) {
    if (enough > MAX_SERVERS)
      throw new ErlangError('ERLANG_TOO_LARGE', `the goal needs more than ${MAX_SERVERS} agents`);
    few = enough;
    enough *= 2;
  }
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (reaches(middle)) enough = middle;
    else few = middle;
  }
  return enough;
}

/** A stretch of time, UTC ms, and the intervals that it is made of. */
export interface Stretch<T> {
  readonly from: number;
  readonly to: number;
  readonly intervals: readonly T[];
}

/** Joins intervals that follow each other and are alike into stretches. */
export function stretchesOf<T extends { readonly from: number; readonly to: number }>(
  intervals: readonly T[],
  areAlike: (one: T, other: T) => boolean = () => true,
): Stretch<T>[] {
  const stretches: { from: number; to: number; intervals: T[] }[] = [];
  for (const interval of intervals) {
    const last = stretches.at(-1);
    if (last !== undefined && last.to === interval.from && areAlike(last.intervals[0]!, interval)) {
      last.to = interval.to;
      last.intervals.push(interval);
    } else stretches.push({ from: interval.from, to: interval.to, intervals: [interval] });
  }
  return stretches;
}
