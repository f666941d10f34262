import { erlangB } from './erlang-b.ts';
import { ErlangError, offeredErlangs, requireInput, type Workload } from './workload.ts';

export interface ErlangA {
  readonly erlangs: number;
  /** Share of the agents' time spent handling. */
  readonly occupancy: number;
  readonly waitProbability: number;
  readonly abandonProbability: number;
  /** Share of all calls that are answered within the threshold: who gives up is not in target. */
  readonly serviceLevel: number;
  /** Mean wait of all calls, of those that give up until they do. */
  readonly meanWaitMs: number;
  /** Mean wait of the calls that are answered, those that do not wait at all included. */
  readonly asaMs: number;
}

/** Bounds the time of one answer to tens of milliseconds. */
const MAX_TERMS = 1_000_000;

/**
 * Erlang A (M/M/N+M): callers who wait give up after an exponential time of mean `patienceMs`. Unlike Erlang C
 * it has an answer for any number of agents; with `patienceMs` Infinity it is Erlang C.
 *
 * Palm's formulas as Mandelbaum and Zeltyn give them ("Service engineering in action: the Palm/Erlang-A
 * queue"), in terms of S(t) = sum over j >= 0 of the product over k = 1..j of A e^(-t/patience) / (N + k
 * AHT/patience). With B of Erlang B:
 * P(wait) = B / (B + (1 - B) / S(0)), the mean queue of those who wait is S's mean j, and the calls still waiting
 * at t that will be answered are P(wait) e^(lambda p(t) - N t / AHT) (S(t) - 1) N / (A S(0)), where p(t) =
 * patience (1 - e^(-t / patience)). Who joins behind j - 1 others leaves the queue after j steps, of rates N / AHT + i /
 * patience for i = 1..j, whether by an answer or not: so the answered waited P(wait) N / (A S(0)) times the sum of S's
 * terms, each times the mean time of its j steps, in all.
 *
 * @param agents at least 1
 * @param thresholdMs T, answered within it counts as in target
 * @throws ErlangError ERLANG_BAD_INPUT; ERLANG_UNSTABLE for endless patience where agents <= erlangs;
 *   ERLANG_TOO_LARGE for very many agents, or a patience so long that it is all but endless there
 */
export function erlangA(load: Workload, agents: number, thresholdMs: number, patienceMs: number): ErlangA {
  requireInput(agents > 0, 'agents', agents);
  requireInput(thresholdMs >= 0 && Number.isFinite(thresholdMs), 'thresholdMs', thresholdMs);
  requireInput(patienceMs > 0, 'patienceMs', patienceMs);
  return erlangAOf(load, agents, thresholdMs, patienceMs, erlangB(offeredErlangs(load), agents));
}

/** The same, where the Erlang B of the agents is known. */
export function erlangAOf(
  load: Workload,
  agents: number,
  thresholdMs: number,
  patienceMs: number,
  blocked: number,
): ErlangA {
  const erlangs = offeredErlangs(load);
  if (erlangs === 0) return NOBODY_CALLS;
  if (patienceMs === Number.POSITIVE_INFINITY && agents <= erlangs) {
    throw new ErlangError('ERLANG_UNSTABLE', `${agents} agents cannot keep up with ${erlangs} erlangs`);
  }
  const impatience = load.ahtMs / patienceMs;
  const queue = waitingSeries(erlangs, agents, impatience);
  const waitProbability = blocked / (blocked + (1 - blocked) * Math.exp(-queue.logSum));
  const meanQueue = waitProbability * queue.mean;
  const abandonProbability = (meanQueue * impatience) / erlangs;
  const answeredWait = (waitProbability * queue.meanDelay * agents) / erlangs;

  const later = waitingSeries(erlangs * Math.exp(-thresholdMs / patienceMs), agents, impatience);
  const drift = (erlangs * presentMs(thresholdMs, patienceMs) - agents * thresholdMs) / load.ahtMs;
  const answeredLate =
    (waitProbability * Math.exp(drift + later.logSumBeyondFirst - queue.logSum) * agents) / erlangs;
  return {
    erlangs,
    // Where none is ever idle the last digits may take it above 1.
    occupancy: Math.min(1, (erlangs * (1 - abandonProbability)) / agents),
    waitProbability,
    abandonProbability,
    // Where all are late, the last digits of the two may take it below 0.
    serviceLevel: Math.max(0, 1 - abandonProbability - answeredLate),
    meanWaitMs: (meanQueue * load.ahtMs) / erlangs,
    asaMs: (answeredWait * load.ahtMs) / (1 - abandonProbability),
  };
}

const NOBODY_CALLS: ErlangA = {
  erlangs: 0,
  occupancy: 0,
  waitProbability: 0,
  abandonProbability: 0,
  serviceLevel: 1,
  meanWaitMs: 0,
  asaMs: 0,
};

/** Mean time that a caller is still patient within the first `ms`. */
function presentMs(ms: number, patienceMs: number): number {
  return patienceMs === Number.POSITIVE_INFINITY ? ms : -patienceMs * Math.expm1(-ms / patienceMs);
}

interface WaitingSeries {
  readonly logSum: number;
  /** Of the sum without its first term, 1: kept apart, for the difference would lose digits. */
  readonly logSumBeyondFirst: number;
  /** Mean j, weighted by the terms. */
  readonly mean: number;
  /** Mean time of j steps, weighted by the terms, in handling times. */
  readonly meanDelay: number;
}

/**
 * Sums the terms j >= 0 of the product over k = 1..j of erlangs / (agents + k impatience). They rise as long as
 * callers outnumber agents, then fall ever faster; all are positive. Rescaled on the way, for a patient crowd
 * exceeds what a number can hold.
 */
function waitingSeries(erlangs: number, agents: number, impatience: number): WaitingSeries {
  const limit = 1e200;
  let first = 1;
  let term = 1;
  let beyond = 0;
  let weighted = 0;
  let delay = 0;
  let delayed = 0;
  let logScale = 0;
  for (let j = 1; j <= MAX_TERMS; j++) {
    const step = 1 / (agents + j * impatience);
    const ratio = erlangs * step;
    term *= ratio;
    delay += step;
    beyond += term;
    weighted += j * term;
    delayed += delay * term;
    // From here on the terms fall at least as fast as a geometric series of this ratio, whose rest is known; it is looked
    // at once the term itself is small enough.
    const negligible = Number.EPSILON * 0.01 * weighted;
    if (j * term <= negligible && ratio < 1 && restOf(term, j, ratio) <= negligible) {
      return {
        logSum: Math.log(first + beyond) + logScale,
        logSumBeyondFirst: Math.log(beyond) + logScale,
        mean: weighted / (first + beyond),
        meanDelay: delayed / (first + beyond),
      };
    }
    if (term > limit || weighted > limit) {
      first /= limit;
      term /= limit;
      beyond /= limit;
      weighted /= limit;
      delayed /= limit;
      logScale += Math.log(limit);
    }
  }
  throw new ErlangError('ERLANG_TOO_LARGE', `${erlangs} erlangs wait too patiently for ${agents} agents`);
}

/** The sum of (j + i) term ratio^i over i >= 1. */
function restOf(term: number, j: number, ratio: number): number {
  return (term * (j + 1 / (1 - ratio)) * ratio) / (1 - ratio);
}
