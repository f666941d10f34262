import type { Duty, Rota } from './rota.ts';

/** How many agents may be moved to make room for one shift, and how many moves are looked at. */
const MOST_MOVES = 4;
const MOST_TRIES = 2_000;

/**
 * Gives duties to agents of their groups, in order of their begin; a duty that nobody can take any more makes room for
 * itself by moving others' duties on. Gives what found nobody.
 *
 * @param duties those of each group
 * @param agents indexes of the agents who may take which
 */
export function assign(rota: Rota, duties: readonly Duty[], agents: readonly number[]): Duty[] {
  const sorted = duties.toSorted((a, b) => a.candidate.startsAt - b.candidate.startsAt);
  const left = sorted.filter((duty) => !giveToBest(rota, duty, agents));
  return left.filter((duty) => !makeRoom(rota, duty, agents));
}

/**
 * To whoever has the most shifts left in the week; of these, to whoever began nearest to that time of day before, so
 * that people keep their hours.
 */
export function giveToBest(rota: Rota, duty: Duty, agents: readonly number[]): boolean {
  if (!rota.isOpen(duty.candidate)) return false;
  let best: number | null = null;
  let bestLeft = 0;
  let bestShift = 0;
  for (const agent of agents) {
    if (!rota.fits(agent, duty.candidate)) continue;
    const left = rota.leftInWeek(agent, duty.candidate);
    const shift = shiftOfHours(rota, agent, duty);
    if (best !== null && (left < bestLeft || (left === bestLeft && shift >= bestShift))) continue;
    best = agent;
    bestLeft = left;
    bestShift = shift;
  }
  if (best === null) return false;
  rota.give(best, duty);
  return true;
}

const DAY_MS = 86_400_000;

/** How far a duty begins from the time of day of the agent's last one, ms; 0 where there is none. */
function shiftOfHours(rota: Rota, agent: number, { candidate }: Duty): number {
  const last = rota.dutiesOf(agent).at(-1);
  if (last === undefined) return 0;
  const apart = Math.abs(candidate.startsAt - last.candidate.startsAt) % DAY_MS;
  return Math.min(apart, DAY_MS - apart);
}

/** A chain of moves, breadth first: an agent takes the duty and gives one away, for which the next is looked. */
function makeRoom(rota: Rota, duty: Duty, agents: readonly number[]): boolean {
  if (!rota.isOpen(duty.candidate)) return false;
  interface Step {
    duty: Duty;
    /** Who gave it away, and the step that made it do so. */
    from: { agent: number; because: Step } | null;
    depth: number;
  }
  const open: Step[] = [{ duty, from: null, depth: 0 }];
  const seen = new Set<Duty>([duty]);
  let tries = 0;
  for (let step = open.shift(); step !== undefined; step = open.shift()) {
    for (const agent of agents) {
      if (movedBy(step).has(agent)) continue;
      if (rota.fits(agent, step.duty.candidate)) {
        settle(step, agent);
        return true;
      }
      if (step.depth >= MOST_MOVES || tries > MOST_TRIES) continue;
      for (const own of rota.dutiesOf(agent)) {
        if (seen.has(own)) continue;
        tries++;
        if (!rota.fits(agent, step.duty.candidate, own)) continue;
        seen.add(own);
        open.push({ duty: own, from: { agent, because: step }, depth: step.depth + 1 });
      }
    }
  }
  return false;

  /** Agents on the way to a step: each moves once, as whether a second move fits was not looked at. */
  function movedBy(step: Step): Set<number> {
    const moved = new Set<number>();
    for (let at: Step = step; at.from !== null; at = at.from.because) moved.add(at.from.agent);
    return moved;
  }

  function settle(last: Step, agent: number): void {
    let taker = agent;
    for (let step: Step = last; ; ) {
      if (step.from !== null) rota.take(step.from.agent, step.duty);
      rota.give(taker, step.duty);
      if (step.from === null) return;
      taker = step.from.agent;
      step = step.from.because;
    }
  }
}
