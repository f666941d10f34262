import type { InputTopic } from '../../../schemas/index.ts';
import type { EventOf, OutgoingEvent } from '../../domain/events/event.ts';
import { eventFaults } from '../../domain/events/rules.ts';
import { dead, type Outcome, ok } from '../outcome.ts';

type AnyEvent = EventOf<InputTopic>;

/**
 * The second stage: an event that Avro accepts must also mean something, by the rules that the collector has too.
 * Every fault is named at once.
 */
export function validate(topic: InputTopic, value: AnyEvent): Outcome<AnyEvent> {
  const faults = eventFaults({ topic, value } as OutgoingEvent);
  if (faults.length === 0) return ok(value);
  return dead('validate', 'invalid', faults.map(({ path, message }) => `${path}: ${message}`).join('; '));
}

/**
 * A conversation's events must have its id as their key: only then are they in one partition and in the hands of
 * one consumer at a time, on which counting them once rests.
 */
export function validateKey(event: AnyEvent, key: Buffer | null): Outcome<AnyEvent> {
  if ('agent_id' in event || key?.toString('utf8') === event.conversation_id) return ok(event);
  return dead('validate', 'key_mismatch', 'the key is not the conversation id');
}
