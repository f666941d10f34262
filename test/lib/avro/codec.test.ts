import { describe, expect, it } from 'vitest';
import { schemaText } from '../../../schemas/index.ts';
import type { ChatEvent } from '../../../schemas/types.ts';
import { createBodyReader, encodeBody, encodeFramed } from '../../../services/lib/avro/codec.ts';
import { bodyOf, frame, schemaIdOf } from '../../../services/lib/avro/wire-format.ts';
import { loadEvents } from '../../../services/simulator/load.ts';

const TOPIC = 'contact.chats';

const message = (text: string): ChatEvent => ({
  event_id: 'e-1',
  occurred_at: 1_769_860_800_000,
  conversation_id: 'c-1',
  opened_at: 1_769_860_800_000,
  channel: 'chat',
  source: 'test',
  actor: { kind: 'customer', id: 'cu-1' },
  queue: null,
  customer: null,
  tags: [],
  event: { type: 'message', public: true, text },
});

describe('a value in the wire format', () => {
  it('is its body behind the id of the schema', () => {
    const events = loadEvents({ seed: 1 });
    for (let i = 0; i < 500; i++) {
      const { topic, value } = events.next().value;
      expect(encodeFramed(70_000 + i, topic, value)).toEqual(frame(70_000 + i, encodeBody(topic, value)));
    }
  });

  it.each([1, 1_000, 300_000])('has all of a text of %i characters', (length) => {
    const text = 'é'.repeat(length);
    const bytes = encodeFramed(7, TOPIC, message(text));
    expect(schemaIdOf(bytes)).toBe(7);
    const read = createBodyReader<ChatEvent>(TOPIC, schemaText(TOPIC)).read(bodyOf(bytes));
    expect(read.event).toMatchObject({ type: 'message', text });
  });

  it('is not changed by the next one', () => {
    const first = encodeFramed(7, TOPIC, message('first'));
    const before = Buffer.from(first);
    encodeFramed(8, TOPIC, message('second'));
    expect(first).toEqual(before);
  });
});
