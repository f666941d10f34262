import type { OutgoingEvent } from '../domain/events/event.ts';

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
