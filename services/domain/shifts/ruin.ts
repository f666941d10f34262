import type { Candidate } from './candidates.ts';
import type { Setting } from './groups.ts';
import type { Duty, Rota } from './rota.ts';
import type { Tally } from './tally.ts';

/** Agents whose duties are planned anew at once. */
const FEWEST = 2;
const MOST = 6;
/** How much what a shift saves is blurred, so that the same agents can get other duties each time. */
const BLUR = 0.2;
const HAIR = 1e-6;

/**
 * Takes all duties from a few agents and gives them new ones, a round a step; what is not at least as good is undone
 * (ruin and recreate, Schrimpf and others, 2000). Which agents is left to chance, the same chance each time.
 */
export function* ruin(setting: Setting, rota: Rota, tally: Tally, rounds: number): Generator<void> {
  const random = numbersFrom(1);
  const agents = [...rota.groups.keys()];
  const allowed = new Map(
    setting.groups.map((group) => [group, group.candidates.map((index) => setting.candidates[index]!)]),
  );
  for (let round = 0; round < rounds; round++) {
    const size = Math.min(agents.length, FEWEST + Math.floor(random() * (MOST - FEWEST + 1)));
    const some = new Set<number>();
    while (some.size < size) some.add(Math.floor(random() * agents.length));
    const before = [...some].map((agent) => [agent, [...rota.dutiesOf(agent)]] as const);
    const had = before.reduce((sum, [agent, duties]) => sum + takeAll(agent, duties), 0);
    if (recreate([...some]) < had - HAIR) {
      for (const agent of some) takeAll(agent, [...rota.dutiesOf(agent)]);
      for (const [agent, duties] of before) for (const duty of duties) give(agent, duty);
    }
    yield;
  }

  function give(agent: number, duty: Duty): void {
    rota.give(agent, duty);
    tally.add(duty);
  }

  /** Gives what the duties saved. */
  function takeAll(agent: number, duties: readonly Duty[]): number {
    return duties.reduce((sum, duty) => {
      rota.take(agent, duty);
      tally.remove(duty);
      return sum + tally.saved(duty) - duty.candidate.cost;
    }, 0);
  }

  /** Gives what the new duties save. */
  function recreate(open: readonly number[]): number {
    let total = 0;
    for (let best = pick(open); best !== null; best = pick(open)) {
      const duty = tally.withBreaks(best.candidate);
      const saved = tally.saved(duty) - duty.candidate.cost;
      if (saved <= HAIR) break;
      give(best.agent, duty);
      total += saved;
    }
    return total;
  }

  function pick(open: readonly number[]): { agent: number; candidate: Candidate } | null {
    let best: { agent: number; candidate: Candidate } | null = null;
    let bestSaved = HAIR;
    for (const agent of open) {
      for (const candidate of allowed.get(rota.groups[agent]!)!) {
        const saved = (tally.mostSaved(candidate) - candidate.cost) * (1 - BLUR + 2 * BLUR * random());
        if (saved <= bestSaved || !rota.isOpen(candidate) || !rota.fits(agent, candidate)) continue;
        best = { agent, candidate };
        bestSaved = saved;
      }
    }
    return best;
  }
}

/** Evenly spread numbers from 0 to below 1, the same for the same seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
