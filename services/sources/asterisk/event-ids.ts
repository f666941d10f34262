import { createHash } from 'node:crypto';
import type { AgentStateChanged } from '../../../schemas/types.ts';
import { impersonal } from './data.ts';
import type { Line } from './line.ts';

/**
 * The id of an event by the line that says it. Ties in time are ordered by id: so the rank stands before the hash. Nothing
 * personal goes into the hash, as telephone numbers are few enough to try them all.
 *
 * It has the second and not the fraction that databases keep: file and table of the same log give the same ids.
 */
export function eventId(line: Line, rank: string, about: string = line.callId): string {
  const { at, callId, queue, agent, event } = line;
  const hash = createHash('sha256')
    .update(JSON.stringify([about, callId, queue.toLowerCase(), agent, event, ...impersonal(line)]))
    .digest('base64url');
  return `asterisk:${Math.floor(at / 1000)}:${rank}:${hash.slice(0, 22)}`;
}

/**
 * The id of an agent's state, of which there may be several in a second: `number` is its place among them.
 *
 * A log that is read from its middle shows less of an agent than the whole one, at the same moment. So what the state is
 * belongs to the id, as the same id is the same event; and of two that differ the one with more queues, then more calls,
 * comes last and holds: it is of who has read more.
 */
export function stateId(second: number, number: number, name: string, event: AgentStateChanged): string {
  const told = event.state === 'offline' ? [] : [event.slots, ...event.queues];
  const hash = createHash('sha256').update(JSON.stringify(told)).digest('base64url');
  const place = [padded(number, 4), padded(event.queues.length, 2), padded(event.slots_busy ?? 0, 2)];
  return ['asterisk', second, ...place, name, event.state, hash.slice(0, 8)].join(':');
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
