import type { AgentStateChanged } from '../../../schemas/types.ts';
import type { OwnStates } from '../agent-states.ts';
import { stateOf } from './activities.ts';
import type { Fields } from './fields.ts';

/** Of events of one instant, what a contact does to its agent comes before what the agent does. */
const PLACES = new Map([
  ['reservation.accepted', 3],
  ['reservation.wrapup', 5],
  ['reservation.completed', 6],
  ['worker.created', 11],
  ['worker.activity.update', 12],
  // As the reference of the REST resource calls it in its example.
  ['worker.activity', 12],
  ['worker.deleted', 13],
]);

/** What an event says of the worker, and its place among the events of one instant; null where it says nothing. */
export function agentStateOf(
  type: string,
  fields: Fields,
  own: OwnStates,
): { place: number; body: AgentStateChanged } | null {
  const place = PLACES.get(type);
  if (place === undefined) return null;
  const body: AgentStateChanged = { type: 'state_changed', ...spellOf(type, fields, own), queues: [] };
  return { place, body };
}

type Spell = Pick<AgentStateChanged, 'state' | 'slots' | 'slots_busy'>;

/**
 * In workspaces of today (multitasking) TaskRouter leaves the activity alone while a worker handles tasks. So an accepted
 * reservation makes busy, its wrap-up is after-call work, and its completion gives back to the activity.
 *
 * Where the worker has more tasks than one on the channel, the completion of one leaves them busy. The count is not
 * documented, and does not say whether the task that is completed is still in it: with two and more somebody is left
 * either way.
 */
function spellOf(type: string, fields: Fields, own: OwnStates): Spell {
  const slots = countOf(fields, 'worker_channel_capacity');
  const consumed = countOf(fields, 'worker_channel_consumed_capacity') ?? 0;
  // More than there is room for is no count.
  const busy = slots !== null && consumed <= slots ? consumed : 0;
  switch (type) {
    case 'reservation.accepted':
      return { state: 'busy', slots, slots_busy: Math.max(1, busy) };
    case 'reservation.wrapup':
      return { state: 'wrap_up', slots, slots_busy: Math.max(1, busy) };
    case 'reservation.completed':
      if (busy > 1) return { state: 'busy', slots, slots_busy: busy - 1 };
      // Who had a task had been available.
      return { state: stateOf(fields, own, 'available'), slots, slots_busy: 0 };
    case 'worker.deleted':
      return { state: 'offline', slots: null, slots_busy: 0 };
    default:
      return { state: stateOf(fields, own), slots: null, slots_busy: null };
  }
}

function countOf(fields: Fields, name: string): number | null {
  const value = fields.get(name) ?? '';
  return /^\d{1,4}$/.test(value) ? Number(value) : null;
}
