import type { Workload } from '../../../services/domain/erlang/workload.ts';

export interface SimulatedQueue {
  readonly load: Workload;
  readonly agents: number;
  readonly thresholdMs: number;
  /** Mean of an exponential patience; Infinity: nobody gives up. */
  readonly patienceMs: number;
}

const FIGURES = ['serviceLevel', 'abandonProbability', 'waitProbability', 'meanWaitMs', 'asaMs'] as const;
type Figure = (typeof FIGURES)[number] | 'occupancy';

/** A mean with the half width of its confidence interval. */
export interface Estimate {
  readonly mean: number;
  readonly halfWidth: number;
}

const BATCHES = 40;
/** Of Student's t with 39 degrees of freedom, both sides, 99.9 %. */
const T_999 = 3.558;

/**
 * A queue played call by call: Poisson arrivals, exponential handling and patience, first come first served. Estimates
 * are means of 40 batches of calls, after a first one that is left out.
 *
 * @param seed the same seed gives the same calls
 */
export function simulateQueue(
  queue: SimulatedQueue,
  callsOfBatch: number,
  seed: number,
): Record<Figure, Estimate> {
  const random = createRandom(seed);
  const exponential = (mean: number) => (mean === Infinity ? Infinity : -mean * Math.log(1 - random()));
  const { load, agents, thresholdMs, patienceMs } = queue;
  const gapMs = load.intervalMs / load.calls;
  /** When each agent is free next; who waits is served in order, so one look ahead gives each call its wait. */
  const freeAt = new Float64Array(agents);
  const batches: Record<Figure, number>[] = [];
  let now = 0;
  for (let batch = 0; batch <= BATCHES; batch++) {
    const begin = now;
    const seen = { inTime: 0, abandoned: 0, waited: 0, waitMs: 0, answeredWaitMs: 0, handledMs: 0 };
    for (let call = 0; call < callsOfBatch; call++) {
      now += exponential(gapMs);
      const agent = soonest(freeAt);
      const offeredWait = Math.max(0, freeAt[agent]! - now);
      const patience = exponential(patienceMs);
      if (offeredWait > 0) seen.waited++;
      seen.waitMs += Math.min(offeredWait, patience);
      if (patience < offeredWait) {
        seen.abandoned++;
        continue;
      }
      const handling = exponential(load.ahtMs);
      freeAt[agent] = now + offeredWait + handling;
      seen.handledMs += handling;
      seen.answeredWaitMs += offeredWait;
      if (offeredWait <= thresholdMs) seen.inTime++;
    }
    if (batch === 0) continue;
    batches.push({
      serviceLevel: seen.inTime / callsOfBatch,
      abandonProbability: seen.abandoned / callsOfBatch,
      waitProbability: seen.waited / callsOfBatch,
      meanWaitMs: seen.waitMs / callsOfBatch,
      asaMs: seen.answeredWaitMs / (callsOfBatch - seen.abandoned),
      occupancy: seen.handledMs / (agents * (now - begin)),
    });
  }
  const figures = [...FIGURES, 'occupancy'] as const;
  return Object.fromEntries(
    figures.map((figure) => [figure, estimate(batches.map((each) => each[figure]))]),
  ) as Record<Figure, Estimate>;
}

function soonest(freeAt: Float64Array): number {
  let best = 0;
  for (let agent = 1; agent < freeAt.length; agent++) if (freeAt[agent]! < freeAt[best]!) best = agent;
  return best;
}

function estimate(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, halfWidth: T_999 * Math.sqrt(variance / values.length) };
}

/** Numbers in [0, 1) of 32 bits, by Weyl's sequence and a multiplicative hash of it. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
