import { randomUUID } from 'node:crypto';
import { AGENT_LOOK_BACK_MS } from '../metrics/definition/windows.ts';
import { addNote, HOUR_MS, hourOf, noteRows } from './notes.ts';

/** What notes of hours say in which agents' time has changed. */
export const AGENT_NEWS = 'agents';

/**
 * A state is believed for two days. A plan lasts two days at most; what it makes void, or no longer does, begins within
 * it and lasts as long.
 */
const REACH_MS = { state: AGENT_LOOK_BACK_MS, plan: 2 * AGENT_LOOK_BACK_MS } as const;

/** Hours in which agents' time has changed: as with facts, those that are not over are not noted. */
export interface TouchedAgentHours {
  /** @param at when the agent was told to be in a state, UTC ms */
  state(at: number): void;
  /** @param startsAt begin of a plan, UTC ms */
  plan(startsAt: number): void;
  /**
   * Rows of `dirty_hours`, for when the news is in.
   *
   * @param now UTC ms
   */
  rows(now: number): ReturnType<typeof noteRows>;
}

export function touchedAgentHours(): TouchedAgentHours {
  const begins = { state: new Set<number>(), plan: new Set<number>() };

  /** Live news touches the hour that is not over, and later ones. */
  function hours(now: number): Set<number> {
    const touched = new Set<number>();
    for (const kind of ['state', 'plan'] as const)
      for (const begin of begins[kind])
        for (let hour = begin; hour <= begin + REACH_MS[kind] && hour + HOUR_MS <= now; hour += HOUR_MS)
          touched.add(hour);
    return touched;
  }

  return {
    state: (at) => void begins.state.add(hourOf(at)),
    plan: (startsAt) => void begins.plan.add(hourOf(startsAt)),
    rows(now) {
      const rows = noteRows();
      const unit = randomUUID();
      for (const hour of hours(now)) addNote(rows, { what: AGENT_NEWS, hour, unit, now });
      return rows;
    },
  };
}
