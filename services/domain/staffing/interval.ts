import { erlangA } from '../erlang/erlang-a.ts';
import { erlangC } from '../erlang/erlang-c.ts';
import { agentsFor, impatientAgentsFor, type StaffingGoal } from '../erlang/staffing.ts';
import { offeredErlangs, type Workload } from '../erlang/workload.ts';

/** What contacts that are to be answered at once are staffed by. */
export interface IntervalTerms {
  readonly goal: StaffingGoal;
  /** The most that may give up, as a share; heeded where a patience is known. */
  readonly maxAbandonment: number;
  /** Mean of an exponential patience: Erlang A. Null: nobody gives up, Erlang C. */
  readonly patienceMs: number | null;
  /** Contacts that an agent handles at once. */
  readonly concurrency: number;
}

/** What it will be like with some agents. */
export interface Expected {
  /** Contacts handled at once on average, if all are. */
  readonly erlangs: number;
  readonly serviceLevel: number;
  /** Share of the places for contacts that are taken: with one each, of the agents' time. */
  readonly occupancy: number;
  /** Mean wait of the answered. */
  readonly asaMs: number;
  /** Share that gives up; null by Erlang C, which knows none. */
  readonly abandonment: number | null;
}

/**
 * The fewest agents that reach the goal in an interval; at least one.
 *
 * Agents who handle k contacts at once count as k servers each, with the handling time as it is measured at that
 * concurrency, and are rounded up to whole agents: the queue sees N k servers as long as contacts are spread evenly and a
 * contact takes no less time while its agent has fewer (Tezcan and Zhang, "Routing and staffing in customer service chat
 * systems with impatient customers", 2014, treat the case in which it does). Where it does, quiet hours are a little
 * better than they are told here.
 *
 * @throws ErlangError ERLANG_BAD_INPUT, ERLANG_TOO_LARGE
 */
export function requiredAgents(load: Workload, terms: IntervalTerms): number {
  const { goal, patienceMs, maxAbandonment, concurrency } = terms;
  const { agents } =
    patienceMs === null
      ? agentsFor(load, goal)
      : impatientAgentsFor(load, { ...goal, maxAbandonment }, patienceMs);
  return Math.ceil(agents / concurrency);
}

/**
 * What it will be like with `agents`; null where the contacts are more than they can handle and nobody gives up, so that
 * the queue grows for ever and no figure describes it.
 *
 * @throws ErlangError ERLANG_BAD_INPUT, ERLANG_TOO_LARGE
 */
export function expectedWith(load: Workload, agents: number, terms: IntervalTerms): Expected | null {
  const servers = agents * terms.concurrency;
  const { thresholdMs } = terms.goal;
  if (terms.patienceMs === null) {
    if (servers <= offeredErlangs(load)) return null;
    const { erlangs, serviceLevel, occupancy, asaMs } = erlangC(load, servers, thresholdMs);
    return { erlangs, serviceLevel, occupancy, asaMs, abandonment: null };
  }
  const found = erlangA(load, servers, thresholdMs, terms.patienceMs);
  const { erlangs, serviceLevel, occupancy, asaMs, abandonProbability } = found;
  return { erlangs, serviceLevel, occupancy, asaMs, abandonment: abandonProbability };
}
