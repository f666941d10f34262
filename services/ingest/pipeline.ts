import type { InputTopic } from '../../schemas/index.ts';
import type { EventOf, OutgoingEvent } from '../domain/events/event.ts';
import { type EventFault, eventFaults, typeFault } from '../domain/events/rules.ts';
import type { ReadingTools } from '../domain/words/read.ts';
import { type MessageValue, withoutText } from '../domain/words/take-text.ts';
import type { SchemaRegistry } from '../lib/avro/registry.ts';
import type { StreamRecord } from '../lib/event-stream.ts';
import { NOTHING_FORGOTTEN } from '../privacy/forgotten.ts';
import type { ForgottenList } from '../privacy/forgotten-list.ts';
import { hashPeople, type PeopleHash } from '../privacy/people.ts';
import { type Dead, dead, type Outcome, ok, type Stage } from './outcome.ts';
import { createDecode } from './stages/decode.ts';
import { createEnrich, type EnrichedEvent, type Reference } from './stages/enrich.ts';
import { type AfterForget, isForgottenRecord, refused, withoutForgotten } from './stages/forget.ts';

/** decode -> forget -> validate -> read -> enrich: a record becomes an enriched event or a dead letter. */
export interface Pipeline {
  /**
   * Learns the schemas that these records name, and at first what is forgotten. Rejects (retriable) while a server is
   * away.
   */
  prepare(topic: InputTopic, records: readonly StreamRecord[]): Promise<void>;
  process(topic: InputTopic, record: StreamRecord): Outcome<EnrichedEvent>;
}

export function createPipeline(deps: {
  registry: SchemaRegistry;
  reference: () => Reference;
  /** What texts are read with; null: they are dropped unread. */
  texts: () => ReadingTools | null;
  /** Who and what is forgotten; without it nobody is. */
  forgotten?: Pick<ForgottenList, 'current' | 'ready'>;
  afterForget?: () => AfterForget;
  /** Puts hashes in the place of people's ids; without it they are kept as they come. */
  people?: PeopleHash;
  maxBytes: number;
}): Pipeline {
  const forgotten = () => deps.forgotten?.current() ?? NOTHING_FORGOTTEN;
  const decode = createDecode(deps.registry, { maxBytes: deps.maxBytes });
  const enrich = createEnrich(deps.reference);
  return {
    async prepare(topic, records) {
      await deps.forgotten?.ready();
      for (const id of decode.missing(topic, records)) await decode.learn(topic, id);
    },
    process(topic, record) {
      let stage: Stage = 'decode';
      // Set once the record is known to name somebody who is forgotten.
      let bare = {};
      try {
        if (isForgottenRecord(record, forgotten())) return refused('the record is forgotten');
        const decoded = decode.decode(topic, record);
        if (!decoded.ok) return decoded;
        stage = 'validate';
        const left = withoutForgotten(decoded.value, forgotten(), deps.afterForget?.() ?? 'anonymous');
        if ('ok' in left) return left;
        if (left.named) bare = { bare: true };
        const valid = validate(topic, left.event);
        if (!valid.ok) return { ...letterOf(valid, topic, record, left.event), ...bare };
        const keyed = validateKey(valid.value, record.key);
        if (!keyed.ok) return { ...letterOf(keyed, topic, record, left.event), ...bare };
        stage = 'enrich';
        if (deps.people) hashPeople(keyed.value, deps.people);
        return ok(enrich(topic, readMessage(keyed.value, deps.texts())));
      } catch (error) {
        // A fault of ours: the record is kept for when it is mended, and no record may stop the others.
        const outcome = dead(stage, 'not_processed', (error as Error).name);
        return stage === 'decode'
          ? outcome
          : { ...outcome, instead: decode.withoutText(topic, record), ...bare };
      }
    },
  };

  /** A letter holds the record as it came, but for the text of a message. */
  function letterOf(outcome: Dead, topic: InputTopic, record: StreamRecord, { event }: AnyEvent): Dead {
    if (event.type !== 'message' || !event.text) return outcome;
    return { ...outcome, instead: decode.withoutText(topic, record) };
  }
}

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

/** From here on no event has a text. */
function readMessage(event: AnyEvent, tools: ReadingTools | null): AnyEvent {
  // The event is the pipeline's own, just decoded: a copy of each would cost every message.
  if (event.event.type === 'message') event.event = withoutText(event as MessageValue, tools);
  return event;
}

/**
 * A conversation's events must have its id as their key: only then are they in one partition and in the hands of
 * one consumer at a time, on which counting them once rests.
 */
function validateKey(event: AnyEvent, key: Buffer | null): Outcome<AnyEvent> {
  if ('agent_id' in event || key?.toString('utf8') === event.conversation_id) return ok(event);
  return dead('validate', 'key_mismatch', 'the key is not the conversation id');
}
