import { type ErlangA, erlangAOf } from './erlang-a.ts';
import { erlangB, withOneMore } from './erlang-b.ts';
import { type ErlangC, erlangCOf } from './erlang-c.ts';
import { ErlangError, MAX_SERVERS, offeredErlangs, requireInput, type Workload } from './workload.ts';

export interface StaffingGoal {
  /** Share of calls, above 0 and below 1, to be answered within `thresholdMs`. */
  readonly serviceLevel: number;
  readonly thresholdMs: number;
  /** Above 0, at most 1: agents need time between calls. */
  readonly maxOccupancy: number;
}

/** A goal that is met but for the last digits is met. */
const HAIR = 1e-12;

/** What a goal may ask for as well where callers give up. */
export interface ImpatientGoal extends StaffingGoal {
  /** The most that may give up, as a share of all calls: above 0, at most 1. */
  readonly maxAbandonment: number;
}

export interface Staffing extends ErlangC {
  readonly agents: number;
}

export interface ImpatientStaffing extends ErlangA {
  readonly agents: number;
}

/**
 * The fewest agents that reach the goal by Erlang C, and what it will be like then. At least one, also where no
 * call is expected: somebody has to be there for the first.
 *
 * @throws ErlangError ERLANG_BAD_INPUT, ERLANG_TOO_LARGE
 */
export function agentsFor(load: Workload, goal: StaffingGoal): Staffing {
  requireGoal(goal);
  const erlangs = offeredErlangs(load);
  const least = Math.max(Math.floor(erlangs) + 1, wholePeople(erlangs / goal.maxOccupancy));
  if (least > MAX_SERVERS) throw tooLarge();
  let blocked = erlangB(erlangs, least);
  for (let agents = least; agents <= MAX_SERVERS; agents++) {
    const expected = erlangCOf(load, agents, goal.thresholdMs, blocked);
    if (expected.serviceLevel >= goal.serviceLevel - HAIR) return { agents, ...expected };
    blocked = withOneMore(erlangs, agents + 1, blocked);
  }
  throw tooLarge();
}

/**
 * The fewest agents that reach the goal by Erlang A, and what it will be like then; at least one. They may be fewer
 * than the erlangs, as who gives up is not handled.
 *
 * The offered wait falls, stochastically, with every agent more: so service level, abandonment and occupancy are
 * monotone, and the border can be searched for. At most `agents` of the `erlangs` are handled, which bounds it from
 * below.
 *
 * @param patienceMs mean of an exponential patience
 * @throws ErlangError ERLANG_BAD_INPUT, ERLANG_TOO_LARGE
 */
export function impatientAgentsFor(
  load: Workload,
  goal: ImpatientGoal,
  patienceMs: number,
): ImpatientStaffing {
  requireGoal(goal);
  const { serviceLevel, thresholdMs, maxOccupancy, maxAbandonment } = goal;
  requireInput(maxAbandonment > 0 && maxAbandonment <= 1, 'maxAbandonment', maxAbandonment);
  requireInput(patienceMs > 0 && Number.isFinite(patienceMs), 'patienceMs', patienceMs);
  const erlangs = offeredErlangs(load);
  const least = Math.max(1, wholePeople(erlangs * Math.max(serviceLevel, 1 - maxAbandonment)));
  if (least > MAX_SERVERS) throw tooLarge();
  const blocking = createBlocking(erlangs);
  const reaches = (expected: ErlangA) =>
    expected.serviceLevel >= serviceLevel - HAIR &&
    expected.abandonProbability <= maxAbandonment + HAIR &&
    expected.occupancy <= maxOccupancy + HAIR;

  const guess = Math.max(least, guessFor(load, goal, patienceMs));
  const [agents, expected] = fewest(least, guess, (candidate) => {
    const expected = expectFrom(load, candidate, thresholdMs, patienceMs, blocking(candidate));
    return expected !== null && reaches(expected) ? expected : null;
  });
  return { agents, ...expected };
}

/**
 * Near the answer, so that the search is short: the agents of Erlang C, less some for those who would give up if all had
 * to wait just up to the threshold, of whom 0.7 was found to fit best.
 */
function guessFor(load: Workload, goal: StaffingGoal, patienceMs: number): number {
  const erlangs = offeredErlangs(load);
  const unhurried = wholePeople(erlangs / goal.maxOccupancy);
  if (unhurried > MAX_SERVERS / 2) return Math.min(unhurried, MAX_SERVERS);
  const leaving = -erlangs * Math.expm1(-goal.thresholdMs / patienceMs);
  const patient = agentsFor(load, goal).agents;
  return Math.max(goal.maxOccupancy < 1 ? unhurried : 1, Math.round(patient - 0.7 * leaving));
}

/** Null where all but endless patience makes a queue too long to be described: then the agents are too few. */
function expectFrom(...given: Parameters<typeof erlangAOf>): ErlangA | null {
  const [load, agents] = given;
  try {
    return erlangAOf(...given);
  } catch (error) {
    const isCrowded = error instanceof ErlangError && error.code === 'ERLANG_TOO_LARGE';
    if (isCrowded && agents <= offeredErlangs(load)) return null;
    throw error;
  }
}

/**
 * The fewest agents for whom `found` gives something, which from some number on it does. Steps from a guess, wider and
 * wider, until the border lies between two numbers, then halves.
 */
function fewest<Found>(
  least: number,
  guess: number,
  found: (agents: number) => Found | null,
): [number, Found] {
  let missed = least - 1;
  let reached: [number, Found] | null = null;
  let at = guess;
  let step = 1;
  while (reached === null || reached[0] - missed > 1) {
    const here = found(at);
    if (here === null) missed = at;
    else reached = [at, here];
    if (reached === null && missed >= MAX_SERVERS) throw tooLarge();
    if (reached === null) at = Math.min(MAX_SERVERS, missed + step);
    else if (missed < least) at = Math.max(least, reached[0] - step);
    else at = Math.floor((missed + reached[0]) / 2);
    step *= 2;
  }
  return reached;
}

/** Erlang B of one load for any number of agents, each computed once. */
function createBlocking(erlangs: number): (agents: number) => number {
  const known = [1];
  return (agents) => {
    for (let line = known.length; line <= agents; line++)
      known.push(withOneMore(erlangs, line, known[line - 1]!));
    return known[agents]!;
  };
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
  return wholePeople(agents / (1 - shrinkage));
}

/**
 * Rounds people up, but not for the sake of a rounding error: 21 / 0.7 is 30.000000000000004 in floating point,
 * and nobody should be hired for the last digit.
 */
export function wholePeople(people: number): number {
  return Math.ceil(people * (1 - 1e-12));
}

function requireGoal({ serviceLevel, thresholdMs, maxOccupancy }: StaffingGoal): void {
  requireInput(serviceLevel > 0 && serviceLevel < 1, 'serviceLevel', serviceLevel);
  requireInput(thresholdMs >= 0 && Number.isFinite(thresholdMs), 'thresholdMs', thresholdMs);
  requireInput(maxOccupancy > 0 && maxOccupancy <= 1, 'maxOccupancy', maxOccupancy);
}

function tooLarge(): ErlangError {
  return new ErlangError('ERLANG_TOO_LARGE', `the goal needs more than ${MAX_SERVERS} agents`);
}
