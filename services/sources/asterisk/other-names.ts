import { isAnnounced } from './agent-state.ts';
import { isSameQueue } from './queue-names.ts';
import type { AgentState, Memory } from './state.ts';

/** Tells what the agent is now, unless that was told already. */
export type Tell = (name: string, agent: AgentState, at: number) => void;

/**
 * Members are added by interface and work by name, where `log_membername_as_agent` is off; and who logs in by AGENTLOGIN
 * is a member under another name. No line says who is whom. So who was announced is taken for an agent until somebody
 * works who was not: then those who have not worked are taken back, and known by the other names alone. As soon as one of
 * them works after all, they are told again, from the time that they were announced.
 */
export interface OtherNames {
  /** An agent has worked under this name, in this queue. */
  works(name: string, agent: AgentState, queue: string): void;
  /** Is about to be announced, not being in: whether that is to be told shows later. */
  arrives(agent: AgentState, at: number): void;
}

export function createOtherNames(memory: Memory, tell: Tell): OtherNames {
  const { agents } = memory;

  function announcedAre(what: 'agents' | 'others'): void {
    if (memory.announced === what) return;
    memory.announced = what;
    for (const [name, agent] of agents) {
      if (agent.proven || !isAnnounced(agent) || !(agent.loggedIn || isInterface(name))) continue;
      if (what === 'agents') show(name, agent);
      else hide(name, agent);
    }
  }

  function hide(name: string, agent: AgentState): void {
    const { queues, loggedIn, at } = agent;
    Object.assign(agent, { queues: [], loggedIn: false });
    tell(name, agent, at);
    Object.assign(agent, { queues, loggedIn, hiddenSince: at });
  }

  function show(name: string, agent: AgentState): void {
    const since = agent.hiddenSince;
    agent.hiddenSince = null;
    if (since !== null && isAnnounced(agent)) tell(name, agent, since);
  }

  /** Whether somebody who has not worked yet may be known by the name of who works in a queue. */
  function mayBeKnownAs(name: string, queue: string): boolean {
    return [...agents].some(([other, { proven, loggedIn, queues }]) => {
      if (proven) return false;
      const isAddedThere = isInterface(other) && queues.some((each) => isSameQueue(each.name, queue));
      return loggedIn || (isAddedThere && !isInterface(name));
    });
  }

  return {
    works(name, agent, queue) {
      if (agent.proven) return;
      agent.proven = true;
      if (!isAnnounced(agent)) {
        if (memory.announced === 'unknown' && mayBeKnownAs(name, queue)) announcedAre('others');
      } else if (agent.loggedIn || isInterface(name)) announcedAre('agents');
      show(name, agent);
    },
    arrives(agent, at) {
      if (memory.announced === 'others' && !agent.proven && !isAnnounced(agent)) agent.hiddenSince = at;
    },
  };
}

/** Such as PJSIP/201 or Local/201@from-queue/n. */
export function isInterface(name: string): boolean {
  return name.includes('/');
}
