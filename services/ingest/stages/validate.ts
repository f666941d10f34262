import type { InputTopic } from '../../../schemas/index.ts';
import type { EventOf, OutgoingEvent } from '../../domain/events/event.ts';
import { type EventFault, eventFaults, typeFault } from '../../domain/events/rules.ts';
import { dead, type Outcome, ok } from '../outcome.ts';

type AnyEvent = EventOf<InputTopic>;

/**
 * The second stage: an event that Avro accepts must also mean something, by the rules that the collector has too.
 * Every fault is named at once.
 */
export function validate(topic: InputTopic, value: AnyEvent): Outcome<AnyEvent> {
  const event = { topic, value } as OutgoingEvent;
  // First: the other rules are those of an event that it was not meant to be.
  const wrongType = typeFault(event);
  if (wrongType !== null) return dead('validate', 'type_mismatch', textOf([wrongType]));
  const faults = eventFaults(event);
  return faults.length === 0 ? ok(value) : dead('validate', 'invalid', textOf(faults));
}

function textOf(faults: readonly EventFault[]): string {
  return faults.map(({ path, message }) => `${path}: ${message}`).join('; ');
}

/**
 * A conversation's events must have its id as their key: only then are they in one partition and in the hands of
 * one consumer at a time, on which counting them once rests.
 */
export function validateKey(event: AnyEvent, key: Buffer | null): Outcome<AnyEvent> {
  if ('agent_id' in event || key?.toString('utf8') === event.conversation_id) return ok(event);
  return dead('validate', 'key_mismatch', 'the key is not the conversation id');
}
