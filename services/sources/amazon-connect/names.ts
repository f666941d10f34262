import type { AgentSnapshot } from './agent/record.ts';
import type { KnownNames } from './contact/news.ts';
import type { ContactRecord } from './contact/record.ts';
import { idOfArn } from './values.ts';

interface Named {
  ARN: string | null;
  Name: string | null;
}

/**
 * What queues and agents are called. Contact events have ARNs alone; agent events name the queues that an agent serves
 * and come at least every two minutes, contact records name both.
 */
export interface Names extends KnownNames {
  noteContact(record: ContactRecord): void;
  noteAgent(arn: string | null, snapshot: AgentSnapshot | null): void;
}

/** More queues or agents than this an instance does not have; those named longest ago leave. */
const MOST = 20_000;

export function createNames(): Names {
  const queues = new Map<string, string>();
  const agents = new Map<string, string>();
  const noteQueue = ({ ARN, Name }: Named) => note(queues, ARN, Name);
  return {
    queue: (id) => queues.get(id) ?? null,
    agent: (id) => agents.get(id) ?? null,
    noteContact({ Queue: queue, Agent: agent }) {
      if (queue !== null) noteQueue(queue);
      if (agent !== null) note(agents, agent.ARN, agent.Username);
    },
    noteAgent(arn, snapshot) {
      const { Username = null, RoutingProfile = null } = snapshot?.Configuration ?? {};
      note(agents, arn, Username);
      for (const queue of RoutingProfile?.InboundQueues ?? []) noteQueue(queue);
    },
  };
}

function note(names: Map<string, string>, arn: string | null, name: string | null): void {
  if (arn === null || name === null) return;
  const id = idOfArn(arn);
  names.delete(id);
  names.set(id, name);
  if (names.size > MOST) names.delete(names.keys().next().value!);
}
