import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadContactCenter } from '../../../services/center/contact-center.ts';
import type { Fact } from '../../../services/domain/measure/fact.ts';
import { measure } from '../../../services/domain/measure/measure.ts';
import { NOT_DUE } from '../../../services/domain/sla/targets.ts';
import { DAY_MS, refKey } from '../../../services/domain/timeline/conversation-key.ts';
import type { TimelineEvent } from '../../../services/domain/timeline/timeline.ts';
import { createReference } from '../../../services/ingest/reference.ts';
import { conversationRows, writeConversation } from '../../../services/ingest/rows/conversations.ts';
import { eventRows, writeEvent } from '../../../services/ingest/rows/events.ts';
import { factRows, writeFacts } from '../../../services/ingest/rows/facts.ts';
import { stampContent } from '../../../services/ingest/rows/stamps.ts';
import type { ConversationEvent } from '../../../services/ingest/stages/enrich.ts';
import {
  createClickHouseTimelineStore,
  readStoredIds,
} from '../../../services/ingest/tracker/clickhouse-store.ts';
import { type Change, createTracker } from '../../../services/ingest/tracker/tracker.ts';
import { type ClickHouse, createClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { migrate } from '../../../services/lib/clickhouse/migrate.ts';
import { text, word } from '../../../services/lib/clickhouse/native/columns.ts';
import { rowsOf } from '../../../services/lib/clickhouse/native/rows.ts';
import { type ClickHouseForTests, shareClickHouseForTests } from '../../support/embedded-clickhouse.ts';

const DATABASE = `rows_${process.pid}`;
const OPENED = Date.UTC(2026, 2, 5, 10, 12);
const MINUTE = 60_000;

let server: ClickHouseForTests;
let bare: ClickHouse;
let clickhouse: ClickHouse;

beforeAll(async () => {
  server = await shareClickHouseForTests();
  bare = createClickHouse({ url: server.url, database: 'default', requestTimeoutMs: 30_000 });
  await migrate(bare, DATABASE);
  clickhouse = createClickHouse({ url: server.url, database: DATABASE, requestTimeoutMs: 30_000 });
});

afterAll(async () => {
  await bare.command(`DROP DATABASE ${DATABASE}`);
  await Promise.all([clickhouse.close(), bare.close()]);
  await server.stop();
});

/** A ticket of the example's general queue that is waiting for the customer: open, paused and ended facts. */
function pendingTicket(): ConversationEvent[] {
  const stamp = createReference(loadContactCenter()).stampFor('general', 'email');
  const event = (
    minutes: number,
    body: TimelineEvent['body'],
    more: Partial<TimelineEvent>,
  ): TimelineEvent => ({
    eventId: `e${minutes}-${body.type}`,
    occurredAt: OPENED + minutes * MINUTE,
    actorKind: 'agent',
    actorId: 'a1',
    queue: 'general',
    customerId: 'zoë',
    customerTier: 'standard',
    tags: ['größe', 'refund'],
    team: 'frontline',
    stamp,
    record: null,
    body,
    ...more,
  });
  return [
    event(0, { type: 'created', status: 'new', priority: 'high' }, { actorKind: 'customer', actorId: '' }),
    event(20, { type: 'assigned', agent_id: 'a1', team: null }, {}),
    event(50, { type: 'transferred', to_queue: 'general' }, { actorKind: 'bot', actorId: 'b1' }),
    event(90, { type: 'message', public: true }, {}),
    event(
      91,
      { type: 'status_changed', status: 'pending' },
      { record: { id: 'größe', version: 1_772_704_800_123 } },
    ),
  ].map((each) => ({
    kind: 'conversation' as const,
    key: 'of no matter here',
    stream: 'tickets' as const,
    conversationId: 'ticket-1',
    openedAt: OPENED,
    channel: 'email' as const,
    source: 'test',
    event: each,
  }));
}

async function storeFacts(change: Change): Promise<void> {
  const rows = factRows();
  writeFacts(rows, change);
  await clickhouse.insert('facts', rows);
}

async function storeConversation(change: Change): Promise<void> {
  const rows = conversationRows();
  writeConversation(rows, change);
  await clickhouse.insert('conversations', rows);
}

async function changeOf(events: readonly ConversationEvent[]): Promise<Change> {
  const tracker = createTracker({ read: async () => new Map(), forget() {} }, { maxConversations: 10 });
  await tracker.load(events);
  for (const event of events) tracker.add(event);
  return [...tracker.drain()][0]!;
}

describe('what is stored of a conversation', () => {
  const events = pendingTicket();

  test('its events and stamps give back the timeline that was measured', async () => {
    const { stamp } = events[0]!.event;
    const stamps = rowsOf({ kind: word(), hash: text(), content: text() });
    stamps.columns.kind.add('stamp');
    stamps.columns.hash.add(stamp.hash);
    stamps.columns.content.add(stampContent(stamp));
    await clickhouse.insert('reference', stamps);
    const rows = eventRows();
    events.forEach((event, i) => {
      writeEvent(rows, event, { partition: 0, offset: BigInt(i), kafkaAt: OPENED }, OPENED);
    });
    await clickhouse.insert('events', rows);
    const store = createClickHouseTimelineStore(clickhouse);
    const ref = { conversationId: 'ticket-1', openedAt: OPENED };
    const read = await store.read('tickets', [ref]);
    const timeline = read.get(refKey(ref))!;
    expect(timeline).toEqual({
      openedAt: OPENED,
      channel: 'email',
      events: events.map(({ event }) => event),
    });
    const change = await changeOf(events);
    const measured = measure({ stream: 'tickets', conversationId: 'ticket-1', ...timeline });
    expect(measured.facts).toEqual(change.upserts);
  });

  test('its id is among those of its day and stream, by the same checksum, and among no others', async () => {
    const change = { ...(await changeOf(events)) };
    change.timeline = { ...change.timeline, conversationId: 'größe-1' };
    await storeConversation(change);
    const storedIds = readStoredIds(clickhouse);
    const day = Math.floor(OPENED / DAY_MS);
    expect(await storedIds('tickets', day)).toEqual([crc32('größe-1')]);
    expect(await storedIds('tickets', day - 1)).toEqual([]);
    expect(await storedIds('chats', day)).toEqual([]);
    await clickhouse.command('TRUNCATE TABLE conversations');
  });

  test('its facts are rows with the same values, column by column', async () => {
    const change = await changeOf(events);
    await storeFacts(change);
    const rows = await clickhouse.query<Fact & { endedAt: number }>({
      sql: `SELECT fact, toUnixTimestamp64Milli(at)::Float64 AS at, seq,
              toUnixTimestamp64Milli(began_at)::Float64 AS beganAt,
              toUnixTimestamp64Milli(ended_at)::Float64 AS endedAt, state, label,
              value_ms::Float64 AS valueMs, business_ms::Float64 AS businessMs, target_ms::Float64 AS targetMs,
              hold_ms::Float64 AS holdMs, wrap_ms::Float64 AS wrapMs, bot_ms::Float64 AS botMs,
              bot_business_ms::Float64 AS botBusinessMs, score, scale, customer_id AS customerId,
              queue, team, agent, priority, customer_tier AS customerTier, policy, earlier
            FROM facts FINAL WHERE conversation_id = 'ticket-1' AND stream = 'tickets'`,
      params: {},
    });
    const key = ({ fact, at, seq }: Fact) => `${fact} ${at} ${seq}`;
    const stored = new Map(rows.map((row) => [key(row), { ...row, endedAt: row.endedAt || null }]));
    expect(stored).toEqual(new Map(change.upserts.map((fact) => [key(fact), fact])));
    const response = [...stored.values()].find((fact) => fact.fact === 'first_response')!;
    expect([response.valueMs, response.botMs, response.botBusinessMs]).toEqual(
      [90, 50, 50].map((n) => n * MINUTE),
    );
    const paused = [...stored.values()].filter(({ state }) => state === 'paused');
    expect(paused.map(({ at, label }) => [at, label])).toEqual([[NOT_DUE, 'agent_work']]);
    expect([...new Set(change.upserts.map(({ policy }) => policy))]).toEqual(['standard']);
  });

  test('a fact that is no more disappears with its tombstone, whatever order the rows are written in', async () => {
    const change = await changeOf(events);
    const gone = change.upserts.filter(({ fact }) => fact === 'sla_target');
    expect(gone.length).toBeGreaterThan(0);
    const later = { ...change, version: change.version + 1, upserts: [], tombstones: gone };
    await storeFacts(later);
    await storeFacts(change);
    const [row] = await clickhouse.query<{ targets: number; facts: number }>({
      sql: "SELECT countIf(fact = 'sla_target')::UInt32 AS targets, count()::UInt32 AS facts FROM facts FINAL",
      params: {},
    });
    expect(row).toEqual({ targets: 0, facts: change.upserts.length - gone.length });
  });

  test('its current state is one row', async () => {
    const change = await changeOf(events);
    await storeConversation(change);
    const rows = await clickhouse.query<Record<string, unknown>>({
      sql: `SELECT conversation_id, version, status, policy, priority, agent, agent_messages FROM conversations FINAL`,
      params: {},
    });
    expect(rows).toEqual([
      {
        conversation_id: 'ticket-1',
        version: 5,
        status: 'pending',
        policy: 'standard',
        priority: 'high',
        agent: 'a1',
        agent_messages: 1,
      },
    ]);
  });
});
