import type { ChatBody } from '../../../schemas/types.ts';
import type { Attributes } from './attributes.ts';
import type { Fields } from './fields.ts';

/** Who does what in a contact. */
export interface Happening {
  actor: 'customer' | 'agent' | 'system';
  body: ChatBody;
}

/** A word of a closed list for what says nothing that is counted. */
type Nothing = string;

/** What one type of event means; events of one instant are put in the order of `place`. */
interface Meaning {
  place: number;
  of(fields: Fields, attributes: Attributes): Happening[] | Nothing;
}

const QUEUED: Happening = { actor: 'system', body: { type: 'queued', position: null } };
/** Over; solved if somebody had answered. */
const ENDED: Happening = { actor: 'system', body: { type: 'ended', resolved: null } };
/** Over while it waited, be it for a second agent. */
const GIVEN_UP: Happening = { actor: 'system', body: { type: 'ended', resolved: false } };

/**
 * What the events of tasks and reservations mean, in the order in which TaskRouter lets them follow each other. Not
 * here, and counted nowhere: what the workflow does between two queues, rings that nobody answered, and changes of
 * attributes.
 */
export const HAPPENINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  [
    'task.created',
    {
      place: 0,
      of: (_, { isOutbound }) => [
        { actor: isOutbound ? 'agent' : 'customer', body: { type: 'started', priority: null } },
      ],
    },
  ],
  // Whoever is called by an agent does not wait for one, though TaskRouter leads the task through a queue.
  [
    'task-queue.entered',
    { place: 1, of: (_, { isOutbound }) => (isOutbound ? 'outbound_waits_for_nobody' : [QUEUED]) },
  ],
  [
    'task.transfer-initiated',
    { place: 2, of: (fields) => (isCold(fields) ? [given(fields), QUEUED] : 'consulting') },
  ],
  ['reservation.accepted', { place: 3, of: () => [{ actor: 'agent', body: { type: 'answered' } }] }],
  [
    'task.transfer-completed',
    { place: 4, of: (fields) => (isCold(fields) ? 'given_before' : [given(fields)]) },
  ],
  ['task.wrapup', { place: 5, of: () => [ENDED] }],
  ['reservation.completed', { place: 6, of: () => [{ actor: 'agent', body: { type: 'wrapped_up' } }] }],
  ['task.completed', { place: 7, of: () => [ENDED] }],
  // The workflow has come to its end and nobody took the task: it leaves the queue, and the customer did not.
  ['workflow.timeout', { place: 8, of: () => [GIVEN_UP] }],
  ['workflow.skipped', { place: 8, of: () => [GIVEN_UP] }],
  ['task.canceled', { place: 9, of: (fields, attributes) => [canceled(fields, attributes)] }],
  ['task.deleted', { place: 10, of: deleted }],
  ['task.system-deleted', { place: 10, of: deleted }],
]);

/** A transfer that leaves nobody with the customer until it is taken; a warm one keeps the agent. */
function isCold(fields: Fields): boolean {
  return fields.get('transfer_mode')?.toUpperCase() !== 'WARM';
}

function given(fields: Fields): Happening {
  return { actor: 'agent', body: { type: 'transferred', to_queue: queueOf(fields) ?? '' } };
}

/**
 * A task is canceled before anybody has it: by the customer who hung up, or by the system (nobody in time, redirected to
 * a voicemail, a program). Only the first abandons, unless the center itself says so by the attributes of Flex Insights.
 */
function canceled(fields: Fields, { abandoned, abandonedPhase }: Attributes): Happening {
  if (abandoned === 'follow-up' || abandonedPhase === 'callback request') {
    return { actor: 'customer', body: { type: 'callback_requested' } };
  }
  const reason = fields.get('task_canceled_reason') ?? fields.get('reason') ?? '';
  const isLeft = /\bhang ?up\b|\bhung up\b/i.test(reason) || abandoned === 'yes';
  return isLeft ? { actor: 'customer', body: { type: 'abandoned' } } : GIVEN_UP;
}

/** Tasks that are over are deleted too, and some that somebody has. */
function deleted(fields: Fields): Happening[] | Nothing {
  switch (fields.get('task_assignment_status')) {
    case 'completed':
    case 'canceled':
      return 'over_before';
    case 'assigned':
    case 'wrapping':
      return [ENDED];
    default:
      return [GIVEN_UP];
  }
}

/** The queue by its name, which is what people know it by; by its sid where an event has no name. */
export function queueOf(fields: Fields): string | null {
  return fields.get('task_queue_name') ?? fields.get('task_queue_sid') ?? null;
}
