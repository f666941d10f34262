import type { InputTopic } from '../../../schemas/index.ts';
import type { EventOf } from '../../domain/events/event.ts';
import type { StreamRecord } from '../../lib/event-stream.ts';
import { FORGOTTEN_HEADER, FORGOTTEN_ID, type Forgotten } from '../../privacy/forgotten.ts';
import { type Dead, dead } from '../outcome.ts';

type AnyEvent = EventOf<InputTopic>;

/** What becomes of events that name a customer who is forgotten. */
export type AfterForget = 'anonymous' | 'refuse';

/** Whether a record has to do with what is forgotten: a dead letter, and nothing of it is kept. */
export function isForgottenRecord(record: StreamRecord, forgotten: Forgotten): boolean {
  if (record.value === null && record.headers.some(({ key }) => key === FORGOTTEN_HEADER)) return true;
  return record.key !== null && forgotten.has('conversation', record.key.toString('utf8'));
}

/**
 * Takes out of an event what is forgotten.
 *
 * What comes of a conversation that is forgotten is refused whatever is configured: it cannot be told from what is
 * counted already, as nothing says any more which conversation that is. An event of another conversation that names a
 * customer who is forgotten is refused, or goes on without the customer.
 */
export function withoutForgotten(
  event: AnyEvent,
  forgotten: Forgotten,
  after: AfterForget,
): { event: AnyEvent; named: boolean } | Dead {
  if (forgotten.size === 0 || 'agent_id' in event) return { event, named: false };
  if (forgotten.has('conversation', event.conversation_id)) return refused('the conversation is forgotten');
  const body = event.event;
  if (body.type === 'merged' && forgotten.has('conversation', body.into_conversation_id)) {
    body.into_conversation_id = FORGOTTEN_ID;
  }
  const isCustomer = event.customer !== null && forgotten.has('customer', event.customer.id);
  const isActor =
    event.actor.kind === 'customer' && event.actor.id !== null && forgotten.has('customer', event.actor.id);
  if (!isCustomer && !isActor) return { event, named: false };
  if (after === 'refuse') return refused('the customer is forgotten');
  // The event is the pipeline's own, just decoded. What a tier is promised is kept.
  if (isCustomer) event.customer!.id = '';
  if (isActor) event.actor.id = null;
  return { event, named: true };
}

/** A dead letter that tells where a record was, and nothing of what was in it. */
export function refused(detail: string): Dead {
  return { ...dead('validate', 'forgotten', detail), bare: true };
}
