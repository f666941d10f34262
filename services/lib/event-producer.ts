import type { InputTopic } from '../../schemas/index.ts';
import type { AgentEvent, ChatEvent, SurveyEvent, TicketEvent } from '../../schemas/types.ts';

/** An event on its way to Kafka: the topic and a value in that topic's schema. */
export type OutgoingEvent =
  | { topic: 'contact.tickets'; value: TicketEvent }
  | { topic: 'contact.chats'; value: ChatEvent }
  | { topic: 'contact.agents'; value: AgentEvent }
  | { topic: 'contact.surveys'; value: SurveyEvent };

/**
 * Port: puts events on Kafka.
 *
 * `send` resolves once every event is acknowledged by all in-sync replicas (`acks=all`). It rejects when any
 * of them may not be stored; sending the same events again is safe, as the same `event_id` counts once.
 * Events of one key keep their order within one call and between awaited calls.
 */
export interface EventProducer {
  send(events: readonly OutgoingEvent[]): Promise<void>;
  close(): Promise<void>;
}

/** The Kafka key: the conversation id, or the agent id for agent events. */
export function keyOf(event: OutgoingEvent): string {
  return event.topic === 'contact.agents' ? event.value.agent_id : event.value.conversation_id;
}

export type EventOf<T extends InputTopic> = Extract<OutgoingEvent, { topic: T }>['value'];
