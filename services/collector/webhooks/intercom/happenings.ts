import type { TicketBody } from '../../../../schemas/types.ts';
import type { OutgoingEvent } from '../../../domain/events/event.ts';
import { idOf, messageOf, optionalIdOf, ticketEvents } from '../ticket-events.ts';
import {
  actorOf,
  agentOf,
  type Conversation,
  customerOf,
  envelopeOf,
  firstOf,
  openerOf,
  type Part,
} from './conversation.ts';

/** What is said for the customer to read. A quick reply is a choice of buttons, or the button that was chosen. */
const SAID = new Set(['comment', 'quick_reply']);

/** The new status of a conversation by what was done. */
const STATUS_BY_PART = new Map([
  ['open', 'open'],
  ['close', 'solved'],
  ['snoozed', 'on_hold'],
  ['unsnoozed', 'open'],
  ['timer_unsnooze', 'open'],
  ['assign_and_reopen', 'open'],
  ['assign_and_unsnooze', 'open'],
  ['note_and_reopen', 'open'],
]);

/** The first message, and the agent that has the conversation from the start. */
export function opened(of: Conversation): OutgoingEvent[] {
  const agent = agentOf(of);
  return opening(of, agent === null ? [] : [{ type: 'assigned', agent_id: agent, team: null }]);
}

/**
 * One that the company began waits for the customer, though Intercom calls it closed. Of an automatic message
 * several notifications may tell the beginning, each with what has become of it since: none of that is part of it,
 * or the order of delivery would decide.
 */
function opening(of: Conversation, more: readonly TicketBody[]): OutgoingEvent[] {
  const opener = openerOf(of);
  if (opener === null) return [];
  const status = opener.kind === 'customer' ? 'open' : 'pending';
  const isAutomatic = opener.kind === 'bot';
  const priority = of.priority === 'priority' && !isAutomatic ? 'high' : null;
  const envelope = envelopeOf(of, of.created_at, opener);
  return ticketEvents(
    idOf('intercom', `${of.id}:opened`),
    isAutomatic ? { ...envelope, queue: null, tags: [] } : envelope,
    [{ type: 'created', status, priority }, messageOf(true, firstOf(of)?.body), ...more],
  );
}

/**
 * What a customer said. An automatic message becomes a conversation when somebody answers it, and of its beginning
 * no notification is sure to tell; so each answer does. Who has it by then has not had it from the start.
 */
export function answered(of: Conversation): OutgoingEvent[] {
  const isAutomatic = openerOf(of)?.kind === 'bot';
  return [...(isAutomatic ? opening(of, []) : []), ...continued(of)];
}

/** What was said and done since. A part is told by several notifications: its own id makes the event ids. */
export function continued(of: Conversation): OutgoingEvent[] {
  const parts = of.conversation_parts?.conversation_parts ?? [];
  return parts.flatMap((part) =>
    ticketEvents(
      idOf('intercom', `part:${part.id}`),
      envelopeOf(of, part.created_at, actorOf(part.author)),
      bodiesOf(part),
    ),
  );
}

function bodiesOf(part: Part): TicketBody[] {
  const { part_type: type } = part;
  const isAssignment = type.includes('assign');
  const bodies: TicketBody[] = [];
  // Closing, opening and snoozing may come with a reply; what comes with an assignment is a note.
  if (type.startsWith('note') || (part.body && isAssignment)) bodies.push(messageOf(false, part.body));
  else if (SAID.has(type) || (part.body && STATUS_BY_PART.has(type))) {
    bodies.push(messageOf(true, part.body));
  }
  // A customer who writes opens the conversation, whatever it was.
  const isCustomers = SAID.has(type) && actorOf(part.author).kind === 'customer';
  const status = STATUS_BY_PART.get(type) ?? (isCustomers ? 'open' : undefined);
  if (status !== undefined) bodies.push({ type: 'status_changed', status });
  if (isAssignment) bodies.push(assigned(part));
  return bodies;
}

function assigned({ assigned_to: to }: Part): TicketBody {
  return {
    type: 'assigned',
    agent_id: to?.type === 'admin' ? optionalIdOf('intercom', to.id) : null,
    team: to?.type === 'team' ? optionalIdOf('intercom', to.id) : null,
  };
}

/** Intercom asks for one of five faces. Rated again, the later answer is another one. */
export function rated(of: Conversation): OutgoingEvent[] {
  const { conversation_rating: rating } = of;
  if (!rating) return [];
  const actor = { kind: 'customer', id: customerOf(of) };
  const at = rating.updated_at ?? rating.created_at;
  const cause = idOf('intercom', `${of.id}:rated:${at}`);
  const event = {
    type: 'answered' as const,
    survey_id: idOf('intercom', of.id),
    kind: 'csat',
    agent_id: optionalIdOf('intercom', rating.teammate?.id) ?? agentOf(of),
    score: rating.rating,
    scale_max: 5,
    criterion: null,
  };
  const value = { ...envelopeOf(of, at, actor), event_id: `${cause}:0`, event };
  return [{ topic: 'contact.surveys', value }];
}
