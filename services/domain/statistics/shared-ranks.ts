import { excludesZero, type Interval } from './interval.ts';
import { sumInterval } from './linear-combination.ts';

export interface Candidate {
  readonly key: string;
  readonly estimate: number;
  /** Null where too few cases tell: that one is not ranked. */
  readonly interval: Interval | null;
}

export interface Ranked {
  readonly key: string;
  /** 1 for the largest; who shares a rank has the same, and the next has as many more as share it (1, 1, 3). */
  readonly rank: number | null;
  /** Whether others have the same rank. */
  readonly shared: boolean;
}

/**
 * Ranks by estimate, largest first, where those who cannot be told apart share one.
 *
 * The largest leads the first group. Each one after it belongs to the group as long as the interval of its difference
 * from the group's leader has 0 in it (`sumInterval` of two independent estimates); the first for whom it has not leads
 * the next group. So groups are disjoint and follow each other without overlap, nobody with a larger estimate has a
 * worse rank, and everybody told apart from the leader has another rank. Not told apart is not transitive by itself:
 * neighbours on both sides of a border may be as close as two in one group.
 *
 * Neither the order of the candidates nor their keys change a rank: of equal estimates, the surer one leads.
 */
export function sharedRanks(candidates: readonly Candidate[]): Ranked[] {
  const known = candidates.filter(isKnown).sort(larger);
  const groups: Known[][] = [];
  for (const candidate of known) {
    const group = groups.at(-1);
    if (group === undefined || toldApart(group[0]!, candidate)) groups.push([candidate]);
    else group.push(candidate);
  }
  const ranked: Ranked[] = [];
  for (const group of groups) {
    const rank = ranked.length + 1;
    for (const { key } of group) ranked.push({ key, rank, shared: group.length > 1 });
  }
  const unknown = candidates.filter((candidate) => !isKnown(candidate)).sort((a, b) => byKey(a, b));
  return [...ranked, ...unknown.map(({ key }) => ({ key, rank: null, shared: false }))];
}

type Known = Candidate & { readonly interval: Interval };

function isKnown(candidate: Candidate): candidate is Known {
  return candidate.interval !== null;
}

function larger(a: Known, b: Known): number {
  return (
    b.estimate - a.estimate ||
    b.interval.lower - a.interval.lower ||
    a.interval.upper - b.interval.upper ||
    byKey(a, b)
  );
}

function byKey(a: Candidate, b: Candidate): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

function toldApart(leader: Known, other: Known): boolean {
  return excludesZero(
    sumInterval([
      { weight: 1, estimate: leader.estimate, interval: leader.interval },
      { weight: -1, estimate: other.estimate, interval: other.interval },
    ]),
  );
}
