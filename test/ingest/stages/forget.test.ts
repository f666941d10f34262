import { describe, expect, it } from 'vitest';
import { schemaText, TOPICS } from '../../../schemas/index.ts';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { createPipeline } from '../../../services/ingest/pipeline.ts';
import { createReference } from '../../../services/ingest/reference.ts';
import type { AfterForget } from '../../../services/ingest/stages/forget.ts';
import { encodeBody } from '../../../services/lib/avro/codec.ts';
import { frame } from '../../../services/lib/avro/wire-format.ts';
import type { StreamRecord } from '../../../services/lib/event-stream.ts';
import type { Forgotten } from '../../../services/privacy/forgotten.ts';

const FORGOTTEN: Forgotten = {
  size: 3,
  has: (kind, id) => id === `forgotten ${kind}`,
};
const REGISTRY = { schemaById: async () => schemaText(TOPICS.tickets), register: async () => 1 };
const reference = createReference(parseContactCenter('', 'test.yaml'));

const ticket = {
  event_id: 'e-1',
  occurred_at: 1_700_000_000_000,
  conversation_id: 't-1',
  opened_at: 1_700_000_000_000,
  channel: 'email',
  source: 'test',
  actor: { kind: 'customer', id: 'forgotten customer' },
  queue: 'general',
  customer: { id: 'forgotten customer', tier: 'gold' },
  tags: [],
  event: { type: 'created', status: 'new', priority: null },
} as const;

/** What becomes of a ticket event, or of a record with other bytes. */
async function outcomeOf(
  given: object,
  { after = 'anonymous' as AfterForget, record = {} as Partial<StreamRecord> } = {},
) {
  const pipeline = createPipeline({
    registry: REGISTRY,
    reference: () => reference,
    texts: () => null,
    forgotten: { current: () => FORGOTTEN, ready: async () => {} },
    afterForget: () => after,
    maxBytes: 1e6,
  });
  const value: typeof ticket = { ...ticket, ...given };
  const whole: StreamRecord = {
    offset: 1n,
    timestamp: 1_700_000_000_000,
    key: Buffer.from(value.conversation_id),
    value: frame(1, encodeBody(TOPICS.tickets, value)),
    headers: [],
    ...record,
  };
  await pipeline.prepare(TOPICS.tickets, [whole]);
  return pipeline.process(TOPICS.tickets, whole);
}

const BARE = expect.objectContaining({ ok: false, reason: 'forgotten', bare: true });

describe('what comes of somebody who is forgotten', () => {
  it('goes on without the customer, who keeps the tier that promises were made to', async () => {
    expect(await outcomeOf({})).toMatchObject({
      ok: true,
      value: { conversationId: 't-1', event: { actorId: '', customerId: '', customerTier: 'gold' } },
    });
  });

  it('is refused where that is configured, whether the customer owns the conversation or only acts in it', async () => {
    expect(await outcomeOf({}, { after: 'refuse' })).toEqual(BARE);
    expect(await outcomeOf({ customer: null }, { after: 'refuse' })).toEqual(BARE);
  });

  it('of a conversation that is forgotten is refused in either case, by what it says or by its key', async () => {
    for (const after of ['anonymous', 'refuse'] as const) {
      expect(await outcomeOf({ conversation_id: 'forgotten conversation' }, { after })).toEqual(BARE);
    }
    const key = Buffer.from('forgotten conversation');
    expect(await outcomeOf({}, { record: { key, value: Buffer.from('no event') } })).toEqual(BARE);
  });

  it('leaves nothing of itself in a dead letter where it is faulty too', async () => {
    expect(await outcomeOf({ event_id: '' })).toMatchObject({ ok: false, reason: 'invalid', bare: true });
    const key = Buffer.from('another');
    expect(await outcomeOf({}, { record: { key } })).toMatchObject({ reason: 'key_mismatch', bare: true });
  });

  it('is named no more by a ticket that was merged into it', async () => {
    const event = { type: 'merged', into_conversation_id: 'forgotten conversation' };
    expect(await outcomeOf({ customer: null, actor: { kind: 'system', id: null }, event })).toMatchObject({
      ok: true,
      value: { event: { body: { into_conversation_id: 'forgotten' } } },
    });
  });

  it('is known by its header where the broker has taken the content out', async () => {
    const headers = [{ key: 'linewatch-forgotten', value: null }];
    expect(await outcomeOf({}, { record: { key: null, value: null, headers } })).toEqual(BARE);
  });
});

it('what others send is untouched: neither names nor letters', async () => {
  const customer = { id: 'somebody', tier: null };
  const actor = { kind: 'customer', id: 'somebody' };
  expect(await outcomeOf({ customer, actor }, { after: 'refuse' })).toMatchObject({
    ok: true,
    value: { event: { actorId: 'somebody', customerId: 'somebody' } },
  });
  const faulty = await outcomeOf({ customer, actor, event_id: '' });
  expect(faulty).toMatchObject({ ok: false, reason: 'invalid' });
  expect(faulty).not.toHaveProperty('bare');
});
