import { type ErlangC, erlangC } from './erlang-c.ts';
import { ErlangError, MAX_SERVERS, offeredErlangs, requireInput, type Workload } from './workload.ts';

export interface StaffingGoal {
  /** Share of calls, above 0 and below 1, to be answered within `thresholdMs`. */
  readonly serviceLevel: number;
  readonly thresholdMs: number;
  /** Above 0, at most 1: agents need time between calls. */
  readonly maxOccupancy: number;
}

export interface Staffing extends ErlangC {
  readonly agents: number;
}

/**
 * The fewest agents that reach the goal by Erlang C, and what it will be like then. At least one, also where no
 * call is expected: somebody has to be there for the first.
 *
 * @throws ErlangError ERLANG_BAD_INPUT, ERLANG_TOO_LARGE
 */
export function agentsFor(load: Workload, goal: StaffingGoal): Staffing {
  const { serviceLevel, thresholdMs, maxOccupancy } = goal;
  requireInput(serviceLevel > 0 && serviceLevel < 1, 'serviceLevel', serviceLevel);
  requireInput(maxOccupancy > 0 && maxOccupancy <= 1, 'maxOccupancy', maxOccupancy);
  const erlangs = offeredErlangs(load);
  const stable = Math.floor(erlangs) + 1;
  for (let agents = Math.max(stable, ceil(erlangs / maxOccupancy)); agents <= MAX_SERVERS; agents++) {
    const expected = erlangC(load, agents, thresholdMs);
    if (expected.serviceLevel >= serviceLevel) return { agents, ...expected };
  }
  throw new ErlangError('ERLANG_TOO_LARGE', `the goal needs more than ${MAX_SERVERS} agents`);
}

/**
 * How many agents to schedule so that `agents` are there.
 *
 * @param shrinkage share of scheduled time lost to breaks, meetings, illness; at least 0, below 1
 * @throws ErlangError ERLANG_BAD_INPUT
 */
export function scheduledFor(agents: number, shrinkage: number): number {
  requireInput(agents >= 0 && Number.isFinite(agents), 'agents', agents);
  requireInput(shrinkage >= 0 && shrinkage < 1, 'shrinkage', shrinkage);
  return ceil(agents / (1 - shrinkage));
}

/**
 * Rounds people up, but not for the sake of a rounding error: 21 / 0.7 is 30.000000000000004 in floating point,
 * and nobody should be hired for the last digit.
 */
function ceil(people: number): number {
  return Math.ceil(people * (1 - 1e-12));
}
