import { createHmac } from 'node:crypto';
import type { ConversationBody, Timeline, TimelineEvent } from '../domain/timeline/timeline.ts';

/** What is forgotten, and what takes its place. */
export interface Erasure {
  /** Makes the new ids; whoever does not have it cannot tell them from the old ones. */
  key: string;
  isConversation(id: string): boolean;
  isCustomer(id: string): boolean;
}

const HEX_CHARS = 24;
/** Tells what stays without a name from what producers name. */
const PREFIX = 'anonymous-';
/** Wide enough for every conversation, so that ids sort as their numbers do. */
const NUMBER_DIGITS = 7;

/** The id that takes an id's place: the same for the same id under one key. */
export function newId({ key }: Pick<Erasure, 'key'>, kind: string, id: string): string {
  return PREFIX + createHmac('sha256', key).update(`${kind}/${id}`).digest('hex').slice(0, HEX_CHARS);
}

/**
 * What stays of a conversation that is forgotten: what happened when, in which queue and by which agent, and for how long,
 * so that every figure is what it was. Every id that could tell whose it was is another: of the conversation, its events,
 * its records and surveys, and of the customer who is forgotten, who stays one and the same person, as figures count who
 * came back. The events keep their order, ties included.
 */
export function remainderOf(timeline: Timeline, erasure: Erasure): Timeline {
  const conversationId = newId(erasure, 'conversation', timeline.conversationId);
  const customers = new Set(timeline.events.map(({ customerId }) => customerId));
  return {
    ...timeline,
    conversationId,
    events: timeline.events.map((event, i) => ({
      ...event,
      eventId: `${conversationId}-${String(i).padStart(NUMBER_DIGITS, '0')}`,
      actorId: event.actorKind === 'customer' ? actorOf(event, customers, erasure) : event.actorId,
      customerId: customerOf(event.customerId, erasure),
      record:
        event.record === null
          ? null
          : { id: newId(erasure, 'record', event.record.id), version: event.record.version },
      body: bodyOf(event.body, erasure),
    })),
  };
}

function customerOf(id: string, erasure: Erasure): string {
  return id !== '' && erasure.isCustomer(id) ? newId(erasure, 'customer', id) : id;
}

/** A name of the customer in another system says as much as the id; another customer's id is not to be forgotten. */
function actorOf({ actorId }: TimelineEvent, customers: ReadonlySet<string>, erasure: Erasure): string {
  if (actorId === '' || erasure.isCustomer(actorId)) return customerOf(actorId, erasure);
  return customers.has(actorId) ? actorId : '';
}

function bodyOf(body: ConversationBody, erasure: Erasure): ConversationBody {
  if (body.type === 'merged') {
    const { into_conversation_id: into } = body;
    return erasure.isConversation(into)
      ? { ...body, into_conversation_id: newId(erasure, 'conversation', into) }
      : body;
  }
  if (!('survey_id' in body)) return body;
  const survey_id = newId(erasure, 'survey', body.survey_id);
  if (body.type === 'sent') return { ...body, survey_id };
  const { review_id: review } = body;
  return { ...body, survey_id, review_id: review ? newId(erasure, 'survey', review) : review };
}
