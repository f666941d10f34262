import { erlangA } from '../erlang/erlang-a.ts';
import { erlangC } from '../erlang/erlang-c.ts';
import type { StaffingGoal } from '../erlang/staffing.ts';
import { ErlangError, MAX_SERVERS, offeredErlangs, type Workload } from '../erlang/workload.ts';

/** What a queue is staffed by. */
export interface StaffingTerms {
  readonly goal: StaffingGoal;
  /** How long callers wait on average before they give up, ms; null where nothing is known of it. */
  readonly patienceMs: number | null;
  /** Contacts that an agent handles at once. */
  readonly concurrency: number;
}

/**
 * The service level to expect with so many agents, by Erlang A where the patience is known and by Erlang C elsewhere. A
 * part of an agent counts in proportion. Where there is more work than agents and nobody gives up, all wait too long
 * sooner or later: 0.
 *
 * @param agents at least 0, parts of agents allowed
 * @returns 0 to 1; null where no contact is expected, for then there is nothing to be in time for
 */
export function expectedServiceLevel(load: Workload, agents: number, terms: StaffingTerms): number | null {
  if (!(load.calls > 0)) return null;
  const places = Math.min(Math.max(0, agents) * terms.concurrency, MAX_SERVERS);
  const whole = Math.floor(places);
  const low = levelWith(load, whole, terms);
  const part = places - whole;
  return part === 0 ? low : low + part * (levelWith(load, whole + 1, terms) - low);
}

function levelWith(load: Workload, places: number, { goal, patienceMs }: StaffingTerms): number {
  if (places === 0) return 0;
  if (patienceMs !== null) {
    try {
      return within(erlangA(load, places, goal.thresholdMs, patienceMs).serviceLevel);
    } catch (error) {
      // A patience that is all but endless is none to speak of.
      if (!(error instanceof ErlangError && error.code === 'ERLANG_TOO_LARGE')) throw error;
    }
  }
  return places <= offeredErlangs(load) ? 0 : within(erlangC(load, places, goal.thresholdMs).serviceLevel);
}

function within(level: number): number {
  return Math.min(1, Math.max(0, level));
}
