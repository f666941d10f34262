import type { InputTopic } from '../../../schemas/index.ts';
import type { AgentEvent, ChatEvent, SurveyEvent, TicketEvent } from '../../../schemas/types.ts';

/** An event on its way to Kafka: the topic and a value in that topic's schema. */
export type OutgoingEvent =
  | { topic: 'contact.tickets'; value: TicketEvent }
  | { topic: 'contact.chats'; value: ChatEvent }
  | { topic: 'contact.agents'; value: AgentEvent }
  | { topic: 'contact.surveys'; value: SurveyEvent };

/** The Kafka key: the conversation id, or the agent id for agent events. */
export function keyOf(event: OutgoingEvent): string {
  return event.topic === 'contact.agents' ? event.value.agent_id : event.value.conversation_id;
}

export type EventOf<T extends InputTopic> = Extract<OutgoingEvent, { topic: T }>['value'];
