import { readFileSync } from 'node:fs';
import avro from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InputTopic, schemaText, TOPICS } from '../../../schemas/index.ts';
import type { ChatEvent } from '../../../schemas/types.ts';
import { validate } from '../../../services/ingest/pipeline.ts';
import { createBodyReader, encodeBody } from '../../../services/lib/avro/codec.ts';
import { loadEvents } from '../../../services/simulator/load.ts';

const AT = Date.parse('2026-01-31T12:00:00Z');

function chat(envelope: Partial<ChatEvent> = {}): ChatEvent {
  return {
    event_id: 'e-1',
    occurred_at: AT,
    conversation_id: 'c-1',
    opened_at: AT,
    channel: 'voice',
    source: 'test',
    actor: { kind: 'agent', id: 'a-1' },
    queue: null,
    customer: null,
    tags: [],
    event: { type: 'started', priority: null },
    ...envelope,
  };
}

/** As it comes from Kafka. */
function sent(value: ChatEvent, schema = schemaText(TOPICS.chats)) {
  return createBodyReader<ChatEvent>(TOPICS.chats, schema).read(encodeBody(TOPICS.chats, value));
}

describe('an event that names its type beside itself', () => {
  it('is given up where it is another: an encoder took the wrong branch of the union', () => {
    expect(validate(TOPICS.chats, sent(chat({ type: 'answered' })))).toEqual({
      ok: false,
      stage: 'validate',
      reason: 'type_mismatch',
      detail: 'type: is not that of the event, which is started',
    });
  });

  it('is given up for that, whatever else is wrong with the event that it was not meant to be', () => {
    const outcome = validate(TOPICS.chats, sent(chat({ type: 'answered', channel: 'pigeon' })));
    expect(outcome).toMatchObject({ reason: 'type_mismatch' });
  });

  it.each(['', 'contact.chats.started', 'Started'])('is given up where it is written %j', (type) => {
    expect(validate(TOPICS.chats, sent(chat({ type })))).toMatchObject({ reason: 'type_mismatch' });
  });

  it('passes where it is the same, or is not set, in events of any kind', () => {
    const events = loadEvents({ seed: 5, conversations: 20 });
    const types = ['started', 'answered', 'assigned', 'state_changed', 'sent'];
    fc.assert(
      fc.property(fc.constantFrom(null, 'own', ...types), (named) => {
        const { topic, value } = events.next().value;
        const own = value.event.type;
        const type = named === 'own' ? own : named;
        const read = createBodyReader<typeof value>(topic, schemaText(topic)).read(
          encodeBody(topic, { ...value, type }),
        );
        const outcome = validate(topic as InputTopic, read);
        if (type === null || type === own) expect(outcome).toMatchObject({ ok: true });
        else expect(outcome).toMatchObject({ ok: false, reason: 'type_mismatch' });
      }),
      { numRuns: 500 },
    );
  });

  it('is not asked for by those who write with the schema of the first release', () => {
    const first = readFileSync(new URL('../../../schemas/released/chats/1.avsc', import.meta.url), 'utf8');
    const bytes = avro.Type.forSchema(JSON.parse(first) as avro.Schema).toBuffer({
      ...chat(),
      event: { 'contact.chats.answered': {} },
    });
    const read = createBodyReader<ChatEvent>(TOPICS.chats, first).read(bytes);
    expect(validate(TOPICS.chats, read)).toMatchObject({ ok: true, value: { event: { type: 'answered' } } });
  });
});

describe('an event with a time in seconds', () => {
  it('is given up: it would be one of January 1970', () => {
    expect(validate(TOPICS.chats, sent(chat({ occurred_at: Math.floor(AT / 1000) })))).toMatchObject({
      reason: 'invalid',
      detail: 'occurred_at: looks like seconds: give milliseconds',
    });
  });
});
