import { assign } from './assignment.ts';
import { presentOf } from './cover.ts';
import type { Setting } from './groups.ts';
import { fill, polish } from './improve.ts';
import type { PlannedShift } from './problem.ts';
import { createRota, type Duty, type Rota } from './rota.ts';
import { ruin } from './ruin.ts';
import { createTally } from './tally.ts';

/** A plan in the making: it keeps the rules, and can be told what it costs. */
export interface Draft {
  readonly rota: Rota;
  /** By begin, then agent. */
  readonly shifts: readonly PlannedShift[];
  /** Agents present in each interval. */
  readonly present: readonly number[];
  /** Paid hours, weighed by the costs of the patterns. */
  readonly cost: number;
  /** Agents missing, summed over the intervals. */
  readonly missing: number;
  /** Cost, and the penalty of what is missing. */
  readonly objective: number;
}

/**
 * Does steps one after the other until they end or the time is over; gives the ms that it took. Between steps it may let
 * others have the processor, and may reject.
 */
export type Pace = (steps: Iterable<void>, limitMs: number) => Promise<number>;

/** Rounds over all duties; they are used up only where little is left to gain. */
const MOST_ROUNDS = 30;

/**
 * A plan of duties, as far as agents can be found for them, made better by small steps.
 *
 * @param duties of each group
 * @param ruins how often a few agents are planned anew
 */
export async function draftOf(
  setting: Setting,
  duties: readonly (readonly Duty[])[],
  pace: Pace,
  { limitMs, ruins }: { limitMs: number; ruins: number },
): Promise<{ draft: Draft; tookMs: number }> {
  const rota = createRota(setting);
  const tally = createTally(setting);
  const all = [...rota.groups.keys()];
  const left = setting.groups.flatMap((group, i) => {
    const own = all.filter((agent) => rota.groups[agent] === group);
    return assign(rota, duties[i]!, own);
  });
  assign(rota, left, all);
  for (const agent of all) for (const duty of rota.dutiesOf(agent)) tally.add(duty);
  let tookMs = await pace(fill(setting, rota, tally), Number.POSITIVE_INFINITY);
  tookMs += await pace(polish(setting, rota, tally, MOST_ROUNDS), limitMs - tookMs);
  tookMs += await pace(ruin(setting, rota, tally, ruins), limitMs - tookMs);
  tookMs += await pace(polish(setting, rota, tally, MOST_ROUNDS), limitMs - tookMs);
  tookMs += await pace(fill(setting, rota, tally), limitMs - tookMs);
  return { draft: told(setting, rota), tookMs };
}

function told({ groups, edges, problem, penalty }: Setting, rota: Rota): Draft {
  const agents = groups.flatMap((group) => group.agents);
  const all = agents.flatMap(({ id }, agent) => rota.dutiesOf(agent).map((duty) => ({ id, ...duty })));
  const shifts = all.map(({ id, candidate, breaks }): PlannedShift => {
    const { pattern, startsAt, endsAt } = candidate;
    const pauses = breaks.map((at, i) => ({ startsAt: at, endsAt: at + pattern.breaks[i]!.lengthMs }));
    return { agent: id, pattern: pattern.id, startsAt, endsAt, breaks: pauses };
  });
  shifts.sort((a, b) => a.startsAt - b.startsAt || (a.agent < b.agent ? -1 : 1));
  const present = presentOf(edges, shifts);
  const cost = all.reduce((sum, { candidate }) => sum + candidate.cost, 0);
  const missing = problem.required.reduce((sum, needed, at) => sum + Math.max(0, needed - present[at]!), 0);
  return { rota, shifts, present, cost, missing, objective: cost + penalty * missing };
}
