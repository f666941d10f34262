import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaText } from '../../schemas/index.ts';
import { readEvent } from '../../services/collector/border/read-event.ts';
import { eventFaults } from '../../services/domain/events/rules.ts';
import { createBodyReader, encodeBody } from '../../services/lib/avro/codec.ts';
import { startTestCollector } from './harness.ts';

const PATHS = ['/v1/events', '/v1/webhooks/zendesk', '/v1/webhooks/intercom', '/v1/webhooks/chatwoot'];

/** Names and values of the contract among any others, so that requests get beyond the first check. */
const name = fc.constantFrom(
  'event_id',
  'occurred_at',
  'conversation_id',
  'opened_at',
  'event',
  'topic',
  'type',
  'actor',
  'data',
  'item',
  'detail',
  'created_at',
  'id',
  'conversation',
  'changed_attributes',
  '__proto__',
  'constructor',
);
const value = fc.constantFrom(
  'created',
  'contact.tickets',
  'message_created',
  'conversation_updated',
  'conversation.user.created',
  'zen:event-type:ticket.created',
  '2026-01-31T12:00:00Z',
  1_769_860_800_000,
  -0,
  1e308,
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'medium' },
    value,
    fc.jsonValue(),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(name, fc.string()), tie('json'), { maxKeys: 6, noNullPrototype: true }),
  ),
}));

describe('whatever comes in', () => {
  let collector: Awaited<ReturnType<typeof startTestCollector>>;
  beforeAll(async () => {
    collector = await startTestCollector();
  });
  afterAll(() => collector.app.close());

  it('is answered with 202, 400 or 413: no JSON is our fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PATHS), json, async (path, body) => {
        const { statusCode } = await collector.post(path, JSON.stringify(body));
        expect([202, 400, 413]).toContain(statusCode);
      }),
      { numRuns: 500 },
    );
  });

  it('is answered with 202, 400 or 413: no bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PATHS), fc.uint8Array({ maxLength: 200 }), async (path, bytes) => {
        const { statusCode } = await collector.post(path, Buffer.from(bytes));
        expect([202, 400, 413]).toContain(statusCode);
      }),
    );
  });

  it('may be nested as deep as its size allows', async () => {
    for (const path of PATHS) {
      const { statusCode } = await collector.post(path, '['.repeat(400_000) + ']'.repeat(400_000));
      expect([202, 400]).toContain(statusCode);
    }
  });
});

describe('what the border accepts', () => {
  const text = fc.oneof(fc.string({ maxLength: 300, unit: 'binary' }), fc.constant('x'));
  const time = fc.oneof(
    fc.integer({ min: 1e11, max: 7e12 }),
    fc.integer(),
    fc.constant('2026-01-31T12:00:00Z'),
  );
  const number = fc.oneof(fc.integer({ min: 0, max: 10 }), fc.double(), fc.integer());
  const texts = fc.array(text, { maxLength: 70 });
  const body = fc.oneof(
    fc.record({
      type: fc.constant('created'),
      status: fc.constantFrom('new', 'odd'),
      priority: fc.constantFrom(null, 'low'),
    }),
    fc.record({ type: fc.constant('assigned'), agent_id: fc.option(text), team: fc.option(text) }),
    fc.record({ type: fc.constant('tagged'), added: texts, removed: texts }),
    fc.record({ type: fc.constant('queued'), position: fc.option(number) }),
    fc.record({ type: fc.constant('ended'), resolved: fc.option(fc.boolean()) }),
    fc.record({
      'contact.surveys.answered': fc.record({
        survey_id: text,
        kind: fc.constant('csat'),
        score: number,
        scale_max: number,
      }),
    }),
  );
  const event = fc.record(
    {
      event_id: text,
      occurred_at: time,
      conversation_id: text,
      opened_at: time,
      channel: fc.constantFrom('chat', 'email', 'smoke'),
      source: text,
      actor: fc.record(
        { kind: fc.constantFrom('agent', 'customer'), id: fc.option(text) },
        { requiredKeys: ['kind'] },
      ),
      queue: fc.option(text),
      customer: fc.option(fc.record({ id: text, tier: fc.option(text) })),
      tags: texts,
      event: body,
    },
    {
      requiredKeys: [
        'event_id',
        'occurred_at',
        'conversation_id',
        'opened_at',
        'channel',
        'source',
        'actor',
        'event',
      ],
    },
  );

  it('is what Avro encodes without loss, and what the shared rules find meaningful', () => {
    let accepted = 0;
    fc.assert(
      fc.property(event, (item) => {
        const read = readEvent(item);
        if ('faults' in read) return;
        accepted++;
        const { topic, value } = read.event;
        const decoded = createBodyReader(topic, schemaText(topic)).read(encodeBody(topic, value));
        // Through JSON: Avro gives records with a class of their own.
        expect(JSON.parse(JSON.stringify(decoded))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(eventFaults(read.event)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});
