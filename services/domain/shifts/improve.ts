import { giveToBest } from './assignment.ts';
import type { Candidate } from './candidates.ts';
import type { Setting } from './groups.ts';
import type { Duty, Rota } from './rota.ts';
import type { Tally } from './tally.ts';

/** What counts as saved: more than floating point makes up. */
const HAIR = 1e-6;

/**
 * Adds the shift that saves most as long as one saves anything, a shift a step. From an empty rota, this is a plan
 * without a solver.
 */
export function* fill({ candidates }: Setting, rota: Rota, tally: Tally): Generator<void> {
  const agents = [...rota.groups.keys()];
  const open = new Set(candidates);
  // What a shift saves, and who can work it, gets less with each one added: what is left out once stays out.
  for (let best = mostSaving(open, tally); best !== null; best = mostSaving(open, tally)) {
    const duty = tally.withBreaks(best);
    const saves = tally.saved(duty) > best.cost + HAIR;
    if (saves && giveToBest(rota, duty, agents)) tally.add(duty);
    else open.delete(best);
    yield;
  }
}

function mostSaving(open: ReadonlySet<Candidate>, tally: Tally): Candidate | null {
  let best: Candidate | null = null;
  let bestSaved = HAIR;
  for (const candidate of open) {
    const saved = tally.mostSaved(candidate) - candidate.cost;
    if (saved <= bestSaved) continue;
    best = candidate;
    bestSaved = saved;
  }
  return best;
}

/**
 * Gives each agent, a duty a step, whatever shift and breaks are best while all others keep theirs, or none; until that
 * changes nothing.
 *
 * @param mostRounds over all duties
 */
export function* polish(setting: Setting, rota: Rota, tally: Tally, mostRounds: number): Generator<void> {
  const allowed = new Map(
    setting.groups.map((group) => [group, group.candidates.map((index) => setting.candidates[index]!)]),
  );
  for (let round = 0; round < mostRounds; round++) {
    let changed = false;
    for (const [agent, group] of rota.groups.entries()) {
      for (const duty of [...rota.dutiesOf(agent)]) {
        changed = replace(rota, tally, agent, duty, allowed.get(group)!) || changed;
        yield;
      }
    }
    if (!changed) return;
  }
}

function replace(
  rota: Rota,
  tally: Tally,
  agent: number,
  duty: Duty,
  candidates: readonly Candidate[],
): boolean {
  rota.take(agent, duty);
  tally.remove(duty);
  const kept = tally.saved(duty) - duty.candidate.cost;
  let best = kept < -HAIR ? null : duty;
  let bestSaved = Math.max(0, kept);
  for (const candidate of candidates) {
    if (tally.mostSaved(candidate) - candidate.cost <= bestSaved + HAIR) continue;
    if (!rota.isOpen(candidate) || !rota.fits(agent, candidate)) continue;
    const other = tally.withBreaks(candidate);
    const saved = tally.saved(other) - candidate.cost;
    if (saved <= bestSaved + HAIR) continue;
    best = other;
    bestSaved = saved;
  }
  if (best !== null) {
    rota.give(agent, best);
    tally.add(best);
  }
  return best !== duty;
}
