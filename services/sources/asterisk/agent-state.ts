import type { AgentStateChanged } from '../../../schemas/types.ts';
import type { OwnStates } from '../agent-states.ts';
import { pauseState } from './pause-reasons.ts';
import type { AgentState } from './state.ts';

/** Queues that an event may list. */
const MAX_LISTED = 64;

/** Nobody has told anything of the agent yet. */
export function newAgent(seenAt: number): AgentState {
  return {
    queues: [],
    before: [],
    loggedIn: false,
    pausedAll: false,
    reason: '',
    calls: [],
    proven: false,
    hiddenSince: null,
    provenAt: 0,
    seenAt,
    told: 'offline',
    at: 0,
    number: 0,
  };
}

export function leave(agent: AgentState): void {
  Object.assign(agent, { queues: [], calls: [], loggedIn: false, pausedAll: false, reason: '' });
}

/** Whether a line has said that the agent is there, and none that the agent left. */
export function isAnnounced({ loggedIn, queues }: AgentState): boolean {
  return loggedIn || queues.some(({ own }) => own);
}

/**
 * Who handles a call is busy, paused or not. Who is a member of nothing is offline. Who is paused in all queues has a
 * break, or what the reason says; who is paused in some is available, for the others.
 */
export function stateOf(
  { queues, loggedIn, pausedAll, reason, calls }: AgentState,
  own: OwnStates,
): AgentStateChanged {
  const busy = calls.length;
  const isIn = queues.length > 0 || loggedIn;
  const isPaused = queues.length > 0 ? queues.every(({ paused }) => paused) : pausedAll;
  const state = busy > 0 ? 'busy' : !isIn ? 'offline' : isPaused ? pauseState(reason, own) : 'available';
  const served = state === 'available' ? queues.filter(({ paused }) => !paused) : queues;
  return {
    type: 'state_changed',
    state,
    slots: state === 'offline' ? 0 : Math.max(1, busy),
    slots_busy: busy,
    queues: served
      .map(({ name }) => name)
      .sort()
      .slice(0, MAX_LISTED),
  };
}
