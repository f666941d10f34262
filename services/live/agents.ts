import { getOrInsert } from '../lib/get-or-insert.ts';
import type { LiveAgentState } from './live-fact.ts';

/** What each agent was told to be in, by when. */
export interface LiveAgents {
  /** `now`: UTC ms. */
  apply(state: LiveAgentState, now: number): void;
  /** The state that each agent was last told to be in, not before `from` and not after `now` (UTC ms). */
  latest(from: number, now: number): LiveAgentState[];
}

/**
 * Of each agent the newest state, and those behind it: a clock that is ahead must not hide what holds until then. The
 * list is short, as a state that is replaced is dropped once one with a later time has come to pass.
 */
export function createAgents(): LiveAgents {
  /** Ascending by time and id. */
  const states = new Map<string, LiveAgentState[]>();

  return {
    apply(state, now) {
      const of = getOrInsert(states, state.agent, () => []);
      const place = of.findLastIndex((one) => !isAfter(one, state)) + 1;
      const before = of[place - 1];
      if (before?.at === state.at && before.eventId === state.eventId) return;
      of.splice(place, 0, state);
      dropPast(of, now);
    },
    latest(from, now) {
      const found: LiveAgentState[] = [];
      for (const of of states.values()) {
        dropPast(of, now);
        const state = of[0];
        if (state !== undefined && state.at >= from && state.at <= now) found.push(state);
      }
      return found;
    },
  };
}

function isAfter(a: LiveAgentState, b: LiveAgentState): boolean {
  return a.at > b.at || (a.at === b.at && a.eventId > b.eventId);
}

/** Keeps the state that holds at `now`, if there is one, and what comes after it. */
function dropPast(states: LiveAgentState[], now: number): void {
  const last = states.findLastIndex(({ at }) => at <= now);
  if (last > 0) states.splice(0, last);
}
