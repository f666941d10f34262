import type { Candidate } from './candidates.ts';
import type { BreakRule } from './problem.ts';

/**
 * Breaks that are alike, of all shifts: same length, same window, on the same grid of times. Who takes which of them
 * need not be decided by the programme: windows that open in an order close in the same order, so a break that is there
 * at a time can go to whoever has waited longest (the implicit breaks of Bechtold and Jacobs, 1990, as a stock).
 */
export interface BreakChain {
  readonly lengthMs: number;
  /** How many begins each window has, `stepMs` apart. */
  readonly begins: number;
  readonly stepMs: number;
  /** Candidates whose window opens at a time, UTC ms, by index. */
  readonly opening: ReadonlyMap<number, readonly number[]>;
}

/** The break of a candidate, and the chain that it is of. */
export interface ChainedBreak {
  readonly chain: number;
  readonly opensAt: number;
}

export interface BreakChains {
  readonly chains: readonly BreakChain[];
  /** For each candidate, its breaks in order. */
  readonly ofCandidate: readonly (readonly ChainedBreak[])[];
}

/** How many begins a break has. */
export function beginsOf({ lengthMs, afterMs, beforeMs }: BreakRule, stepMs: number): number {
  return Math.floor((beforeMs - lengthMs - afterMs) / stepMs) + 1;
}

/** @param stepMs breaks begin at the begin of their window or a multiple of this later */
export function breakChainsOf(candidates: readonly Candidate[], stepMs: number): BreakChains {
  const places = new Map<string, number>();
  const chains: (Omit<BreakChain, 'opening'> & { opening: Map<number, number[]> })[] = [];
  const ofCandidate = candidates.map(({ pattern, startsAt }, index) =>
    pattern.breaks.map((rule): ChainedBreak => {
      const opensAt = startsAt + rule.afterMs;
      const key = [rule.lengthMs, rule.afterMs, rule.beforeMs, opensAt % stepMs].join();
      let place = places.get(key);
      if (place === undefined) {
        place = chains.length;
        places.set(key, place);
        chains.push({
          lengthMs: rule.lengthMs,
          begins: beginsOf(rule, stepMs),
          stepMs,
          opening: new Map(),
        });
      }
      const { opening } = chains[place]!;
      const others = opening.get(opensAt);
      if (others === undefined) opening.set(opensAt, [index]);
      else others.push(index);
      return { chain: place, opensAt };
    }),
  );
  return { chains, ofCandidate };
}

/** The times at which a break of the chain may begin, ascending. */
export function timesOf({ opening, begins, stepMs }: BreakChain): number[] {
  const times = new Set<number>();
  for (const opensAt of opening.keys()) {
    for (let i = 0; i < begins; i++) times.add(opensAt + i * stepMs);
  }
  return [...times].sort((a, b) => a - b);
}
