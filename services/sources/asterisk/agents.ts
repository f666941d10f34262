import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { OwnStates } from '../agent-states.ts';
import { isAnnounced, leave, newAgent, stateOf } from './agent-state.ts';
import { stateId } from './event-ids.ts';
import { isNamed } from './line.ts';
import { createOtherNames, isInterface } from './other-names.ts';
import { isSameQueue } from './queue-names.ts';
import { type AgentState, GONE_AGENT_MS, MAX_AGENTS, type Memory, PROVEN_MS, touch } from './state.ts';

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

export function createAgents(memory: Memory, out: OutgoingEvent[], own: OwnStates): Agents {
  const { agents } = memory;
  const otherNames = createOtherNames(memory, tell);

  function agentOf(name: string, at: number): AgentState {
    const known = agents.get(name);
    if (known === undefined && agents.size >= MAX_AGENTS) forgetOldest();
    const agent = known ?? newAgent(at);
    lapse(name, agent, at);
    agent.seenAt = at;
    touch(agents, name, agent);
    return agent;
  }

  /** Who was never announced is gone when nothing has proven the contrary for too long. */
  function lapse(name: string, agent: AgentState, now: number): void {
    if (isAnnounced(agent) || agent.calls.length > 0 || agent.queues.length === 0) return;
    if (now - agent.provenAt <= PROVEN_MS) return;
    leave(agent);
    tell(name, agent, Math.max(agent.provenAt + PROVEN_MS, agent.at));
  }

  function forgetOldest(): void {
    const [name, agent] = agents.entries().next().value!;
    leave(agent);
    tell(name, agent, Math.max(agent.at, agent.seenAt));
    agents.delete(name);
  }

  /** Tells what the agent is now, unless that was told already. */
  function tell(name: string, agent: AgentState, at: number): void {
    if (agent.hiddenSince !== null) return;
    const event = stateOf(agent, own);
    const told = event.state === 'offline' ? 'offline' : JSON.stringify(event);
    if (told === agent.told) return;
    const second = Math.floor(at / 1000);
    agent.number = second === Math.floor(agent.at / 1000) ? agent.number + 1 : 0;
    agent.told = told;
    agent.at = at;
    out.push({
      topic: 'contact.agents',
      value: {
        event_id: stateId(second, agent.number, name, event),
        occurred_at: at,
        agent_id: name,
        source: 'asterisk',
        actor: { kind: 'system', id: null },
        event,
      },
    });
  }

  /** A call or a pause came under this name, in a queue or (NONE) in any. */
  function works(name: string, agent: AgentState, queue: string): void {
    otherNames.works(name, agent, queue);
    // Who works without having been added again is a member as before: Asterisk brings members back and does not say so.
    if (agent.queues.length === 0) agent.queues = agent.before;
    agent.before = [];
    if (isNamed(queue) && !agent.queues.some((each) => isSameQueue(each.name, queue)))
      agent.queues.push({ name: queue, paused: agent.pausedAll, own: false });
  }

  function takeFrom(agent: AgentState, queue: string): void {
    agent.queues = agent.queues.filter((each) => !isSameQueue(each.name, queue));
  }

  return {
    added(name, queue, isPaused, at) {
      const agent = agentOf(name, at);
      if (isInterface(name)) otherNames.arrives(agent, at);
      agent.before = [];
      takeFrom(agent, queue);
      agent.queues.push({ name: queue, paused: isPaused, own: true });
      if (!isPaused) agent.pausedAll = false;
      tell(name, agent, at);
    },
    removed(name, queue, at) {
      if (!agents.has(name)) return;
      const agent = agentOf(name, at);
      agent.before = agent.before.filter((each) => !isSameQueue(each.name, queue));
      takeFrom(agent, queue);
      tell(name, agent, at);
    },
    loggedIn(name, at) {
      const agent = agentOf(name, at);
      otherNames.arrives(agent, at);
      agent.loggedIn = true;
      agent.pausedAll = false;
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
      const isOfAll = !isNamed(queue);
      if (isOfAll || !isPaused) agent.pausedAll = isPaused;
      for (const each of agent.queues) if (isOfAll || isSameQueue(each.name, queue)) each.paused = isPaused;
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
      if (agent !== undefined) otherNames.works(name, agent, queue);
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
        const added = agent.queues.filter(({ own }) => own);
        if (added.length > 0) agent.before = added;
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
