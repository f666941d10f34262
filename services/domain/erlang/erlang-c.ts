import { erlangB } from './erlang-b.ts';
import { ErlangError, offeredErlangs, requireInput, type Workload } from './workload.ts';

export interface ErlangC {
  readonly erlangs: number;
  /** Share of the agents' time spent handling. */
  readonly occupancy: number;
  readonly waitProbability: number;
  /** Share of the calls answered within the threshold. */
  readonly serviceLevel: number;
  /** Mean wait of all calls, those that do not wait at all included; here everybody is answered. */
  readonly asaMs: number;
}

/**
 * Erlang C: callers wait as long as it takes.
 *
 * P(wait) = N B / (N - A (1 - B)), with B of Erlang B; SL = 1 - P(wait) e^(-(N - A) T / AHT);
 * ASA = P(wait) AHT / (N - A).
 *
 * @param thresholdMs T, answered within it counts as in target
 * @throws ErlangError ERLANG_UNSTABLE where agents <= erlangs, ERLANG_BAD_INPUT, ERLANG_TOO_LARGE
 */
export function erlangC(load: Workload, agents: number, thresholdMs: number): ErlangC {
  requireInput(thresholdMs >= 0, 'thresholdMs', thresholdMs);
  return erlangCOf(load, agents, thresholdMs, erlangB(offeredErlangs(load), agents));
}

/** The same, where the Erlang B of the agents is known. */
export function erlangCOf(load: Workload, agents: number, thresholdMs: number, blocked: number): ErlangC {
  const erlangs = offeredErlangs(load);
  const waitProbability = waitOf(erlangs, agents, blocked);
  const spare = agents - erlangs;
  return {
    erlangs,
    occupancy: erlangs / agents,
    waitProbability,
    serviceLevel: 1 - waitProbability * Math.exp((-spare * thresholdMs) / load.ahtMs),
    asaMs: (waitProbability * load.ahtMs) / spare,
  };
}

/**
 * The share of calls that find all agents busy and wait.
 *
 * @throws ErlangError ERLANG_UNSTABLE where agents <= erlangs, ERLANG_BAD_INPUT, ERLANG_TOO_LARGE
 */
export function erlangCWait(erlangs: number, agents: number): number {
  return waitOf(erlangs, agents, erlangB(erlangs, agents));
}

function waitOf(erlangs: number, agents: number, blocked: number): number {
  if (agents <= erlangs) {
    throw new ErlangError('ERLANG_UNSTABLE', `${agents} agents cannot keep up with ${erlangs} erlangs`);
  }
  return (agents * blocked) / (agents - erlangs * (1 - blocked));
}
