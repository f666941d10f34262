import { createHash } from 'node:crypto';
import type { OutgoingEvent } from '../../../domain/events/event.ts';
import type { OwnStates } from '../../agent-states.ts';
import { agentIdOf, queueName, shortId } from '../values.ts';
import type { AgentEventRecord, AgentSnapshot } from './record.ts';
import { doingOf } from './state.ts';

const SOURCE = 'amazon-connect';
/** Most queues that an event has room for; Connect allows more in a routing profile. */
const MAX_QUEUES = 64;

export type AgentReading = OutgoingEvent | 'heart_beat' | 'no_snapshot' | null;

/**
 * An agent event as a change of state, or why it is none. A heart beat repeats the last snapshot, and does so up to an
 * hour after the agent has logged off: it is no proof that anybody is there.
 *
 * @returns null where the event does not say whose it is, or when
 */
export function agentStateEvent(record: AgentEventRecord, own: OwnStates): AgentReading {
  const { EventType: type, EventTimestamp: at, AgentARN: arn, CurrentAgentSnapshot: now } = record;
  if (type === 'HEART_BEAT') return 'heart_beat';
  const configuration = now?.Configuration ?? null;
  const before = record.PreviousAgentSnapshot?.Configuration ?? null;
  const agent = agentIdOf(configuration?.Username ?? before?.Username ?? null, arn);
  if (agent === null || at === null) return null;
  const isLogout = type === 'LOGOUT';
  if (now === null && !isLogout) return 'no_snapshot';
  const doing = now === null ? null : doingOf(now, own);
  const queues = (configuration?.RoutingProfile?.InboundQueues ?? [])
    .map(({ Name, ARN }) => (Name === null ? null : queueName({ Name, ARN })))
    .filter((name) => name !== null);
  return {
    topic: 'contact.agents',
    value: {
      event_id: `${SOURCE}:${placeOf(now, isLogout ? at : 0)}:${record.EventId === null ? fallbackId(record) : shortId(record.EventId)}`,
      occurred_at: at,
      agent_id: agent,
      source: SOURCE,
      actor: { kind: 'agent', id: agent },
      event: {
        type: 'state_changed',
        state: isLogout || doing === null ? 'offline' : doing.state,
        slots: doing?.slots ?? null,
        slots_busy: isLogout ? 0 : (doing?.slotsBusy ?? null),
        queues: [...new Set(queues)].slice(0, MAX_QUEUES),
      },
    },
  };
}

/** Digits of a time in ms. */
const PLACE_DIGITS = 13;

/**
 * Orders events of one instant, which a change of status and a contact that rings may have: whose snapshot has the newer
 * news is later, and a logout is the last.
 */
function placeOf(snapshot: AgentSnapshot | null, atLeast: number): string {
  const times = [
    snapshot?.AgentStatus?.StartTimestamp,
    snapshot?.NextAgentStatus?.EnqueuedTimestamp,
    ...(snapshot?.Contacts ?? []).map(({ StateStartTimestamp }) => StateStartTimestamp),
  ];
  return String(Math.max(atLeast, ...times.map((time) => time ?? 0))).padStart(PLACE_DIGITS, '0');
}

/** Without an id of its own an event is what it says. */
function fallbackId(record: AgentEventRecord): string {
  return createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 32);
}
