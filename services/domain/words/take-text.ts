import type { ChatMessage, Said, TicketMessage } from '../../../schemas/types.ts';
import type { OutgoingEvent } from '../events/event.ts';
import { type ReadingTools, readText } from './read.ts';

/** A message event's value, of tickets or chats. */
export interface MessageValue {
  conversation_id: string;
  actor: { kind: string };
  event: Message;
}
type Message = TicketMessage | ChatMessage;

/**
 * A message without its text. Where texts are read, what it says takes the text's place; what was read before is kept as
 * it is. Only what customers and agents write to each other is read: of notes, bots and systems nothing is kept.
 *
 * @param tools null: the center did not opt in; nothing is read, and nothing that was read elsewhere is kept
 */
export function withoutText(value: MessageValue, tools: ReadingTools | null): Message {
  const { event, actor, conversation_id } = value;
  const isRead = tools !== null && event.public && (actor.kind === 'customer' || actor.kind === 'agent');
  const said = isRead ? saidOf(event, conversation_id, tools) : null;
  return said === null
    ? { type: event.type, public: event.public }
    : { type: event.type, public: event.public, said };
}

function saidOf({ said, text }: Message, conversationId: string, tools: ReadingTools): Said | null {
  if (said !== undefined && said !== null) return said;
  return text ? readText(text, conversationId, tools) : null;
}

/** The same event; of a message, without its text. */
export function eventWithoutText(event: OutgoingEvent, tools: ReadingTools | null): OutgoingEvent {
  if (event.value.event.type !== 'message') return event;
  const message = withoutText(event.value as MessageValue, tools);
  return { ...event, value: { ...event.value, event: message } } as OutgoingEvent;
}
