import { agentIdOf } from '../values.ts';
import type { ContactRecord } from './record.ts';

/** What an agent did for a contact. Times are UTC ms, durations ms. */
export interface Handling {
  agent: string | null;
  connectedAt: number;
  /** When the agent's part of the contact ended; null while it lasts. */
  talkedUntil: number | null;
  /** Of that time, what the customer was on hold or the task paused: its length is known, its place is not. */
  holdMs: number;
  /** When after-contact work ended; null where it has not, or there was none. */
  wrappedUpAt: number | null;
}

/**
 * What the agent did; null where the contact was connected to none.
 *
 * The agent's part ends where after-contact work begins, not where the customer leaves: a caller who was given to an
 * outside number, or to a survey, is on the line long after. `AgentInteractionDuration` is what remains of it without
 * hold, so the three agree: 460 s connected = 239 s talk + 221 s hold. Only where no after-contact work is told is the
 * end the contact's own, or what the durations give where the contact was given on.
 */
export function handlingOf(record: ContactRecord, isGivenOn: boolean): Handling | null {
  const { Agent: agent } = record;
  if (agent === null || agent.ConnectedToAgentTimestamp === null) return null;
  const connectedAt = agent.ConnectedToAgentTimestamp;
  const pausedMs = agent.CustomerHoldDuration + agent.AgentPauseDuration;
  const toldMs = agent.AgentInteractionDuration + pausedMs;
  const isTold = isGivenOn && toldMs > 0;
  const end =
    agent.AfterContactWorkStartTimestamp ?? (isTold ? connectedAt + toldMs : record.DisconnectTimestamp);
  const talkedUntil = end === null ? null : Math.max(connectedAt, end);
  return {
    agent: agentIdOf(agent.Username, agent.ARN),
    connectedAt,
    talkedUntil,
    holdMs: talkedUntil === null ? 0 : Math.min(pausedMs, talkedUntil - connectedAt),
    wrappedUpAt: talkedUntil === null ? null : wrapUpOf(agent, talkedUntil),
  };
}

function wrapUpOf(agent: NonNullable<ContactRecord['Agent']>, talkedUntil: number): number | null {
  const { AfterContactWorkEndTimestamp: end, AfterContactWorkDuration: duration } = agent;
  if (end !== null) return Math.max(talkedUntil, end);
  return agent.AfterContactWorkStartTimestamp !== null && duration > 0 ? talkedUntil + duration : null;
}
