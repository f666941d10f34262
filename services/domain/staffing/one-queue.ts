import { offeredErlangs, type Workload } from '../erlang/workload.ts';

/** What several queues bring the agents that they share. */
export interface SharedWork {
  /** Contacts of all of them. */
  readonly calls: number;
  /** Agents that they keep busy on average, each with as many contacts at once as its queue allows. */
  readonly busy: number;
}

/**
 * The work of queues that share their agents, as one queue in the places of one of them: all contacts, with a handling time
 * that keeps as many agents busy; and the part of it that is the queue's own. Agents who serve several queues go where
 * somebody waits, and a little of that flexibility is nearly as good as a single pool (Wallace and Whitt, "A staffing
 * algorithm for call centers with skill-based routing", 2005).
 *
 * @param own of the queue; part of `shared`
 * @param concurrency contacts of the queue that an agent handles at once
 * @param shared with some calls and some work
 * @throws ErlangError ERLANG_BAD_INPUT
 */
export function asOneQueue(
  own: Workload,
  concurrency: number,
  { calls, busy }: SharedWork,
): { load: Workload; part: number } {
  const ahtMs = (busy * concurrency * own.intervalMs) / calls;
  return {
    load: { calls, ahtMs, intervalMs: own.intervalMs },
    part: Math.min(1, offeredErlangs(own) / concurrency / busy),
  };
}
