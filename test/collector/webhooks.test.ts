import { describe, expect, it } from 'vitest';
import type { Vendor } from '../../services/collector/webhooks/webhook.ts';
import { eventFaults } from '../../services/domain/events/rules.ts';
import { eventWithoutText } from '../../services/domain/words/take-text.ts';
import { fixture, fixtureNames, WEBHOOKS } from './fixtures.ts';
import { startTestCollector } from './harness.ts';

const VENDORS = ['zendesk', 'intercom', 'chatwoot'] as const;
const ALL = VENDORS.flatMap((vendor) => fixtureNames(vendor).map((name) => ({ vendor, name })));

/** Every text under a key that holds what people are called, or wrote. */
function personal(json: unknown, key = ''): string[] {
  if (typeof json === 'string')
    return /name|email|body|content$|description|subject$|phone/.test(key) ? [json] : [];
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([inner, value]) => personal(value, inner));
}

describe.each(ALL)('the notification $vendor $name', ({ vendor, name }) => {
  it('is understood, gives events that mean something, and no personal data', () => {
    const json = fixture(vendor, name);
    const translation = WEBHOOKS[vendor].translate(json);
    expect(translation).not.toHaveProperty('faults');
    const events = 'events' in translation ? translation.events : [];
    expect(events.flatMap(eventFaults)).toEqual([]);
    const written = JSON.stringify(events.map((event) => eventWithoutText(event, null)));
    for (const text of personal(json).filter((one) => one.length > 3)) expect(written).not.toContain(text);
  });
});

describe('POST /v1/webhooks/{vendor}', () => {
  it('sends what a notification means, and counts what is of no use', async () => {
    const { post, producer, figure } = await startTestCollector();
    const send = (vendor: Vendor, name: string) => post(`/v1/webhooks/${vendor}`, fixture(vendor, name));
    const replied = await send('intercom', 'conversation-admin-replied');
    expect([replied.statusCode, replied.json()]).toEqual([202, { accepted: 2, ignored: 0, rejected: [] }]);
    expect(producer.sent.map(({ value }) => value.event.type)).toEqual(['message', 'status_changed']);
    const redacted = await send('intercom', 'conversation-part-redacted');
    expect([redacted.statusCode, redacted.json()]).toEqual([202, { accepted: 0, ignored: 1, rejected: [] }]);
    expect(producer.sent).toHaveLength(2);
    const counted = (outcome: string) =>
      figure('linewatch_collector_events_total', { source: 'intercom', outcome });
    expect([await counted('accepted'), await counted('ignored')]).toEqual([2, 1]);
  });

  it('rejects a notification that it should understand and does not, and says where', async () => {
    const { post, producer } = await startTestCollector();
    const json = fixture('zendesk', 'ticket.created');
    const response = await post('/v1/webhooks/zendesk', {
      ...json,
      detail: { ...(json.detail as object), status: 'undecided' },
    });
    expect(response.statusCode).toBe(202);
    expect(response.json()).toMatchObject({
      accepted: 0,
      ignored: 0,
      rejected: [{ index: 0, code: 'INVALID_WEBHOOK', detail: expect.stringMatching(/^detail\.status: /) }],
    });
    expect(producer.sent).toEqual([]);
  });

  it('takes a notification whole or not at all', async () => {
    const { post, producer } = await startTestCollector();
    const json = fixture('zendesk', 'ticket.created');
    const response = await post('/v1/webhooks/zendesk', {
      ...json,
      detail: { ...(json.detail as object), assignee_id: 'x'.repeat(300) },
    });
    expect(response.json()).toMatchObject({
      accepted: 0,
      rejected: [{ detail: 'event.agent_id: longer than 256 characters' }],
    });
    expect(producer.sent).toEqual([]);
  });

  it('lets the vendor try again while Kafka is away', async () => {
    const { post, producer } = await startTestCollector();
    producer.fail = async () => {
      throw new Error('away');
    };
    const body = fixture('chatwoot', 'message_created');
    expect((await post('/v1/webhooks/chatwoot', body)).statusCode).toBe(503);
    producer.fail = null;
    expect((await post('/v1/webhooks/chatwoot', body)).json()).toMatchObject({ accepted: 1 });
  });
});

describe('the text of a message', () => {
  const texts = (vendor: Vendor, json: unknown) => {
    const translation = WEBHOOKS[vendor].translate(json);
    if (!('events' in translation)) throw new Error(JSON.stringify(translation));
    return translation.events.map(({ value }) => value.event).filter(({ type }) => type === 'message');
  };

  it('comes with a comment, a part in HTML, and a message', () => {
    const zendesk = fixture('zendesk', 'ticket.comment_added.private');
    expect(texts('zendesk', zendesk)).toEqual([
      { type: 'message', public: false, text: 'Conversation with Web User' },
    ]);
    const [replied] = texts('intercom', fixture('intercom', 'conversation-admin-replied'));
    expect(replied).toMatchObject({ type: 'message', text: expect.not.stringContaining('<') });
    const [written] = texts('chatwoot', {
      ...fixture('chatwoot', fixtureNames('chatwoot').find((name) => name.startsWith('message'))!),
      content: "It's here",
    });
    expect(written).toMatchObject({ type: 'message', text: "It's here" });
  });

  it('goes no further than the collector where the center did not opt in, and is read where it did', async () => {
    const json = fixture('intercom', 'conversation-admin-replied');
    const closed = await startTestCollector();
    await closed.post('/v1/webhooks/intercom', json);
    expect(closed.producer.sent[0]!.value.event).toEqual({ type: 'message', public: true });
    const tools = { detect: () => 'en', english: new Map() };
    const open = await startTestCollector({ texts: { tools: () => tools } });
    await open.post('/v1/webhooks/intercom', json);
    expect(open.producer.sent[0]!.value.event).toMatchObject({ type: 'message', said: { language: 'en' } });
    expect(open.producer.sent[0]!.value.event).not.toHaveProperty('text');
  });
});
