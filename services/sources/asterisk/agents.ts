import type { AgentBody } from '../../../schemas/types.ts';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import { isNamed } from './line.ts';
import { pauseState } from './pause-reasons.ts';
import { type AgentState, GONE_AGENT_MS, MAX_AGENTS, type Memory, PROVEN_MS, touch } from './state.ts';

/** Queues that an event may list. */
const MAX_LISTED = 64;

/**
 * The states of agents, as far as queue_log shows them. Each function takes note of something and appends the events that
 * follow from it: an event where the agent's state, queues or calls differ from what was told last.
 */
export interface Agents {
  /** Was added to a queue, perhaps paused. */
  added(name: string, queue: string, isPaused: boolean, at: number): void;
  removed(name: string, queue: string, at: number): void;
  loggedIn(name: string, at: number): void;
  loggedOff(name: string, at: number): void;
  /** Paused or not, in one queue or (NONE) in all. */
  paused(name: string, queue: string, isPaused: boolean, reason: string, at: number): void;
  /** The reason of a pause, said on a line of its own. */
  reasoned(name: string, reason: string, at: number): void;
  /** Was rung: a member by this name, though perhaps not there. */
  rung(name: string, queue: string): void;
  connected(name: string, queue: string, callId: string, at: number): void;
  /** Handles the call no longer. */
  freed(name: string, callId: string, at: number): void;
  /** Asterisk began anew: what it knew of its members is not in the log. `at`: the last sign of life before. */
  begunAnew(at: number): void;
  /** Looks for agents who have not been proven to be there for too long. */
  sweep(now: number): void;
}

export function createAgents(memory: Memory, out: OutgoingEvent[]): Agents {
  const { agents } = memory;

  function agentOf(name: string, at: number): AgentState {
    let agent = agents.get(name);
    if (agent === undefined) {
      agent = {
        queues: [],
        loggedIn: false,
        pausedAll: false,
        reason: '',
        calls: [],
        proven: false,
        hiddenSince: null,
        provenAt: 0,
        seenAt: at,
        told: 'offline',
        at: 0,
        number: 0,
      };
      if (agents.size >= MAX_AGENTS) forgetOldest(at);
    }
    lapse(name, agent, at);
    agent.seenAt = at;
    touch(agents, name, agent);
    return agent;
  }

  /** Who was never added is gone when nothing has proven the contrary for too long. */
  function lapse(name: string, agent: AgentState, now: number): void {
    const isKnownToBeIn = agent.loggedIn || agent.calls.length > 0 || agent.queues.some(({ own }) => own);
    if (isKnownToBeIn || agent.queues.length === 0 || now - agent.provenAt <= PROVEN_MS) return;
    leave(agent);
    tell(name, agent, Math.max(agent.provenAt + PROVEN_MS, agent.at));
  }

  function forgetOldest(at: number): void {
    const [name, agent] = agents.entries().next().value!;
    leave(agent);
    tell(name, agent, Math.max(agent.at, Math.min(at, agent.seenAt)));
    agents.delete(name);
  }

  /** Tells what the agent is now, unless that was told already. */
  function tell(name: string, agent: AgentState, at: number): void {
    if (agent.hiddenSince !== null) return;
    const body = stateOf(agent);
    const told = body.state === 'offline' ? 'offline' : JSON.stringify(body);
    if (told === agent.told) return;
    const second = Math.floor(at / 1000);
    agent.number = second === Math.floor(agent.at / 1000) ? agent.number + 1 : 0;
    agent.told = told;
    agent.at = at;
    const number = String(agent.number).padStart(4, '0');
    out.push({
      topic: 'contact.agents',
      value: {
        event_id: `asterisk:${second}:${number}:${name}:${body.state}`,
        occurred_at: at,
        agent_id: name,
        source: 'asterisk',
        actor: { kind: 'system', id: null },
        event: body,
      },
    });
  }

  /** A call or a pause came under this name, in a queue or (NONE) in any. */
  function works(name: string, agent: AgentState, queue: string): void {
    if (isNamed(queue) && !agent.queues.some((each) => isSame(each.name, queue)))
      agent.queues.push({ name: queue, paused: agent.pausedAll, own: false });
    meet(name, agent, queue);
  }

  /** A name that agents work under: it may show what the interfaces are that agents are added by. */
  function meet(name: string, agent: AgentState, queue: string): void {
    if (agent.proven) return;
    agent.proven = true;
    const wasAdded = agent.queues.some(({ own }) => own);
    if (isInterface(name)) {
      if (wasAdded) interfacesAre('agents');
    } else if (!wasAdded && memory.interfaces === 'unknown') {
      const isMaybeTheirs = ([other, { proven, queues }]: [string, AgentState]) =>
        !proven && isInterface(other) && queues.some((each) => isSame(each.name, queue));
      if ([...agents].some(isMaybeTheirs)) interfacesAre('telephones');
    }
    show(name, agent);
  }

  function interfacesAre(what: 'agents' | 'telephones'): void {
    if (memory.interfaces === what) return;
    memory.interfaces = what;
    for (const [name, agent] of agents) {
      if (agent.proven || !isInterface(name)) continue;
      if (what === 'agents') show(name, agent);
      else hide(name, agent);
    }
  }

  /** Takes back what was told of a telephone. */
  function hide(name: string, agent: AgentState): void {
    const { queues, at } = agent;
    agent.queues = [];
    tell(name, agent, at);
    agent.queues = queues;
    agent.hiddenSince = at;
  }

  /** What seemed to be a telephone is an agent: tells what was not told. */
  function show(name: string, agent: AgentState): void {
    const since = agent.hiddenSince;
    agent.hiddenSince = null;
    if (since !== null && agent.queues.some(({ own }) => own)) tell(name, agent, since);
  }

  return {
    added(name, queue, isPaused, at) {
      const agent = agentOf(name, at);
      const isTelephone = memory.interfaces === 'telephones' && isInterface(name) && !agent.proven;
      if (isTelephone && agent.queues.length === 0) agent.hiddenSince = at;
      agent.queues = agent.queues.filter((each) => !isSame(each.name, queue));
      agent.queues.push({ name: queue, paused: isPaused, own: true });
      if (!isPaused) agent.pausedAll = false;
      tell(name, agent, at);
    },
    removed(name, queue, at) {
      if (!agents.has(name)) return;
      const agent = agentOf(name, at);
      agent.queues = agent.queues.filter((each) => !isSame(each.name, queue));
      tell(name, agent, at);
    },
    loggedIn(name, at) {
      const agent = agentOf(name, at);
      Object.assign(agent, {
        loggedIn: true,
        proven: true,
        hiddenSince: null,
        provenAt: at,
        pausedAll: false,
      });
      tell(name, agent, at);
    },
    loggedOff(name, at) {
      const agent = agentOf(name, at);
      agent.loggedIn = false;
      agent.pausedAll = false;
      agent.queues = agent.queues.filter(({ own }) => own);
      tell(name, agent, at);
    },
    paused(name, queue, isPaused, reason, at) {
      const agent = agentOf(name, at);
      works(name, agent, queue);
      agent.provenAt = at;
      if (isPaused) agent.reason = reason;
      if (!isNamed(queue)) agent.pausedAll = isPaused;
      else if (!isPaused) agent.pausedAll = false;
      for (const each of agent.queues)
        if (!isNamed(queue) || isSame(each.name, queue)) each.paused = isPaused;
      // PAUSEALL of a static member: of its queues nothing is known yet, but that it has some.
      if (!isNamed(queue) && agent.queues.length === 0 && !agent.loggedIn) return;
      tell(name, agent, at);
    },
    reasoned(name, reason, at) {
      if (!agents.has(name)) return;
      const agent = agentOf(name, at);
      agent.reason = reason;
      tell(name, agent, at);
    },
    rung(name, queue) {
      const agent = agents.get(name);
      if (agent !== undefined) meet(name, agent, queue);
    },
    connected(name, queue, callId, at) {
      const agent = agentOf(name, at);
      works(name, agent, queue);
      agent.provenAt = at;
      if (!agent.calls.includes(callId)) agent.calls.push(callId);
      tell(name, agent, at);
    },
    freed(name, callId, at) {
      const agent = agents.get(name);
      if (agent === undefined || !agent.calls.includes(callId)) return;
      agent.calls = agent.calls.filter((each) => each !== callId);
      agent.provenAt = Math.max(agent.provenAt, at);
      agent.seenAt = at;
      tell(name, agent, at);
    },
    begunAnew(at) {
      for (const [name, agent] of agents) {
        leave(agent);
        tell(name, agent, Math.max(at, agent.at));
      }
    },
    sweep(now) {
      for (const [name, agent] of agents) {
        lapse(name, agent, now);
        if (agent.told === 'offline' && now - agent.seenAt > GONE_AGENT_MS) agents.delete(name);
      }
    },
  };
}

/** Such as PJSIP/201 or Local/201@from-queue/n. */
function isInterface(name: string): boolean {
  return name.includes('/');
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function leave(agent: AgentState): void {
  Object.assign(agent, { queues: [], calls: [], loggedIn: false, pausedAll: false, reason: '' });
}

type StateChanged = Extract<AgentBody, { type: 'state_changed' }>;

/**
 * Who handles a call is busy, paused or not. Who is a member of nothing is offline. Who is paused in all queues has a
 * break, or what the reason says; who is paused in some is available, for the others.
 */
function stateOf({ queues, loggedIn, pausedAll, reason, calls }: AgentState): StateChanged {
  const busy = calls.length;
  const isIn = queues.length > 0 || loggedIn;
  const isPaused = queues.length > 0 ? queues.every(({ paused }) => paused) : pausedAll;
  const state = busy > 0 ? 'busy' : !isIn ? 'offline' : isPaused ? pauseState(reason) : 'available';
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
