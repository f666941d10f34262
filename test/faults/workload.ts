import { INPUT_TOPICS, type InputTopic } from '../../schemas/index.ts';
import { keyOf, type OutgoingEvent } from '../../services/domain/events/event.ts';
import { encodeBody } from '../../services/lib/avro/codec.ts';
import { frame } from '../../services/lib/avro/wire-format.ts';
import { loadEvents } from '../../services/simulator/load.ts';
import { createDice, type Dice } from './random.ts';

/** A record to be produced. */
export interface Message {
  topic: InputTopic;
  key: string;
  value: Buffer | null;
}

/** Which schema id each topic's values are written with. */
export type SchemaIds = ReadonlyMap<InputTopic, number>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Events kept to be sent again, or late. */
const MEMORY = 300;

/**
 * An endless, reproducible stream of what a contact center's producers may send: conversations and agents, some of
 * it twice, out of order, hours late or from clocks that are a day off, and some that is no event at all.
 */
export function* workload(seed: number, ids: SchemaIds): Generator<Message, never> {
  const dice = createDice(seed);
  const events = loadEvents({ seed, conversations: 60 });
  const sent: Message[] = [];
  const delayed: Message[] = [];
  while (true) {
    const roll = dice.next();
    if (roll < 0.05 && sent.length > 0) yield dice.pick(sent);
    else if (roll < 0.08 && delayed.length > 50) yield delayed.splice(dice.below(delayed.length), 1)[0]!;
    else if (roll < 0.1) yield poison(dice, ids);
    else {
      const message = encode(shifted(events.next().value, dice), ids);
      if (dice.next() < 0.05) delayed.push(message);
      else {
        sent[Math.min(sent.length, dice.below(MEMORY))] = message;
        yield message;
      }
    }
  }
}

/** Some clocks are wrong. */
function shifted(event: OutgoingEvent, dice: Dice): OutgoingEvent {
  const roll = dice.next();
  const by = roll < 0.01 ? -DAY : roll < 0.02 ? DAY : roll < 0.04 ? -dice.below(8) * HOUR : 0;
  if (by === 0) return event;
  return { ...event, value: { ...event.value, occurred_at: event.value.occurred_at + by } } as OutgoingEvent;
}

export function encode(event: OutgoingEvent, ids: SchemaIds): Message {
  const value = frame(ids.get(event.topic)!, encodeBody(event.topic, event.value));
  return { topic: event.topic, key: keyOf(event), value };
}

const SOME_EVENTS = loadEvents({ seed: 7, conversations: 20 });
const BASES = Array.from({ length: 200 }, () => SOME_EVENTS.next().value);

/** What no producer should send. */
export function poison(dice: Dice, ids: SchemaIds): Message {
  const { topic, key, value } = encode(dice.pick(BASES), ids);
  const whole = value!;
  switch (dice.below(12)) {
    case 0:
      return { topic, key, value: dice.bytes(1 + dice.below(200)) };
    case 1: // truncated
      return { topic, key, value: whole.subarray(0, dice.below(whole.length)) };
    case 2: // another magic byte
      return { topic, key, value: Buffer.concat([Buffer.from([1 + dice.below(255)]), whole.subarray(1)]) };
    case 3: // a schema that nobody registered
      return { topic, key, value: frame(900_000 + dice.below(3), whole.subarray(5)) };
    case 4: // an id beyond the registry's
      return { topic, key, value: frame(0xffff_ffff - dice.below(1000), whole.subarray(5)) };
    case 5:
      return { topic, key, value: null };
    case 6:
      return { topic, key, value: Buffer.alloc(0) };
    case 7: // one byte changed
      return { topic, key, value: mutated(dice, whole) };
    case 8: // another topic's schema
      return { topic, key, value: frame(ids.get(dice.pick(INPUT_TOPICS))!, whole.subarray(5)) };
    case 9: // JSON
      return {
        topic,
        key,
        value: Buffer.from(JSON.stringify({ event_id: 7, occurred_at: 'now', tags: { a: 1 } })),
      };
    case 10: // a length that the bytes do not have
      return { topic, key, value: hugeLength(dice, whole) };
    default: // more after the end
      return { topic, key, value: Buffer.concat([whole, dice.bytes(1 + dice.below(20))]) };
  }
}

function mutated(dice: Dice, value: Buffer): Buffer {
  const copy = Buffer.from(value);
  for (let i = 0; i <= dice.below(4); i++) copy[5 + dice.below(copy.length - 5)] = dice.below(256);
  return copy;
}

/** Puts a declared length or count of up to 2^62 somewhere. */
function hugeLength(dice: Dice, value: Buffer): Buffer {
  const at = 5 + dice.below(value.length - 5);
  const length = Buffer.concat([Buffer.alloc(4 + dice.below(5), 0xff), Buffer.from([0x7f - dice.below(2)])]);
  return Buffer.concat([value.subarray(0, at), length, value.subarray(at)]);
}
