import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INPUT_TOPICS, TOPICS } from '../../schemas/index.ts';
import type { ChatEvent } from '../../schemas/types.ts';
import { forget } from '../../services/forget/main.ts';
import type { Report } from '../../services/forget/report.ts';
import { startIngest } from '../../services/ingest/main.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, connectKafka, connectRegistry } from '../../services/lib/connections.ts';
import { createAvroProducer } from '../../services/lib/kafka/producer.ts';
import { readTopics } from '../../services/lib/kafka/read-topics.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import { type ServersForTests, startServersForTests } from '../support/embedded.ts';
import { kafkaSecurity } from '../support/kafka-security.ts';
import { type TemporaryFolder, temporaryFolder, waitUntil } from '../support/product.ts';

const DAY_MS = 86_400_000;
const CUSTOMER = 'cu-to-forget';
const OTHER = 'cu-who-stays';
const OWN = ['chat-to-forget-1', 'chat-to-forget-2'];
const IDS = [CUSTOMER, ...OWN];
const log = createLog({ level: 'silent' });
const chats = { topic: TOPICS.chats };

describe('forgetting a customer on Apache Kafka, which takes no single record out of its files', () => {
  const lifecycle = createLifecycle((error) => {
    throw error;
  });
  const at = Date.now() - 3_600_000;
  let servers: ServersForTests;
  let clickhouse: ClickHouse;
  let folder: TemporaryFolder;
  let environment: ReturnType<typeof readEnvironment>;
  let report: Report;
  let said: string;
  const kafka = () => connectKafka(environment, servers, 'test', log);

  const chat = (conversation: string, customer: string, ends: boolean): ChatEvent => ({
    event_id: `${conversation}-${ends}`,
    occurred_at: at + (ends ? 60_000 : 0),
    conversation_id: conversation,
    opened_at: at,
    channel: 'chat',
    source: 'test',
    actor: { kind: 'customer', id: customer },
    queue: 'general',
    customer: { id: customer, tier: null },
    tags: [],
    event: ends ? { type: 'ended', resolved: null } : { type: 'started', priority: null },
  });

  /** Where records are that name whom is forgotten, by topic and partition, and what else is there. */
  async function inKafka(): Promise<{ naming: string[]; others: number }> {
    const naming: string[] = [];
    let others = 0;
    await readTopics(
      { kafka: kafka(), log },
      'test',
      [...INPUT_TOPICS, TOPICS.deadLetters, TOPICS.slaAlerts, TOPICS.live],
      async ({ topic, partition }, records) => {
        for (const { key, value } of records)
          if (IDS.some((id) => key?.includes(id) || value?.includes(id)))
            naming.push(`${topic}/${partition}`);
          else others++;
      },
    );
    return { naming, others };
  }

  async function named(table: string, column: string): Promise<number> {
    const [row] = await clickhouse.query<{ n: number }>({
      sql: `SELECT count()::Float64 AS n FROM ${table} WHERE multiSearchAny(${column}, {ids:Array(String)})`,
      params: { ids: IDS },
    });
    return row!.n;
  }

  async function figures() {
    return clickhouse.query({
      sql: `SELECT fact::String AS fact, count()::Float64 AS n, sum(value_ms)::Float64 AS value_ms FROM facts FINAL
            GROUP BY fact ORDER BY fact`,
      params: {},
    });
  }

  beforeAll(async () => {
    servers = await startServersForTests();
    folder = await temporaryFolder();
    environment = readEnvironment({
      ...kafkaSecurity(),
      KAFKA_BROKERS: servers.brokers.join(','),
      SCHEMA_REGISTRY_URL: servers.registryUrl,
      CLICKHOUSE_URL: servers.clickhouseUrl,
      CLICKHOUSE_DATABASE: `forget_${process.pid}_${Date.now()}`,
      LOG_LEVEL: 'fatal',
    });
    const bare = connectClickHouse(environment, servers, 'default');
    await migrate(bare, environment.CLICKHOUSE_DATABASE);
    await bare.close();
    clickhouse = connectClickHouse(environment, servers);
    await startIngest({ environment, endpoints: servers, lifecycle, log }, new Registry());
    const producer = await createAvroProducer(kafka(), connectRegistry(servers));
    const events = [
      ...OWN.map((one) => [one, CUSTOMER] as const),
      ['chat-that-stays', OTHER] as const,
    ].flatMap(([conversation, customer]) => [
      chat(conversation, customer, false),
      chat(conversation, customer, true),
    ]);
    await producer.send(events.map((value) => ({ ...chats, key: value.conversation_id, value })));
    await producer.close();
    // Nobody can read it: it becomes a dead letter with all that is in it.
    const raw = kafka().producer();
    await raw.connect();
    await raw.send({ ...chats, messages: [{ key: 'x', value: JSON.stringify({ by: CUSTOMER }) }] });
    await raw.disconnect();
    await waitUntil(async () => {
      const [row] = await clickhouse.query<{ events: number; dead: number }>({
        sql: `SELECT (SELECT count() FROM events FINAL)::Float64 AS events,
                (SELECT count() FROM dead_letters FINAL)::Float64 AS dead`,
        params: {},
      });
      return row!.events === events.length && row!.dead === 1;
    });

    const before = await figures();
    const certificate = path.join(folder.path, 'certificate.json');
    const lines: string[] = [];
    const terminal = { say: (line: string) => void lines.push(line), progress: () => {} };
    const options = { subject: 'customer', ids: [CUSTOMER], openToo: false, certificate } as const;
    expect(await forget({ environment, endpoints: servers }, options, terminal as never)).toBe(0);
    said = lines.join('\n');
    report = JSON.parse(await readFile(certificate, 'utf8'));
    expect(await figures()).toEqual(before);
  });

  afterAll(async () => {
    await lifecycle.stop();
    await clickhouse?.command(`DROP DATABASE IF EXISTS ${environment.CLICKHOUSE_DATABASE}`);
    await clickhouse?.close();
    await folder?.remove();
    await servers?.stop();
  });

  it('leaves no name in storage, and every figure as it was', async () => {
    expect(report.conversations).toBe(OWN.length);
    for (const [table, column] of [
      ['events', 'conversation_id'],
      ['events', 'customer_id'],
      ['events', 'actor_id'],
      ['facts', 'conversation_id'],
      ['facts', 'customer_id'],
      ['conversations', 'conversation_id'],
    ] as const)
      expect([table, column, await named(`${table} FINAL`, column)]).toEqual([table, column, 0]);
    const [row] = await clickhouse.query<{ n: number }>({
      sql: `SELECT count()::Float64 AS n FROM facts FINAL WHERE customer_id = {other:String}`,
      params: { other: OTHER },
    });
    expect(row!.n).toBeGreaterThan(0);
  });

  it('says plainly that records stay, how many, up to where, and by when the topic lets them go', async () => {
    const told = new Map(report.topics.map((one) => [one.topic, one]));
    expect(told.get(TOPICS.chats)).toMatchObject({ records: 2 * OWN.length + 1, expunged: false });
    expect(told.get(TOPICS.deadLetters)).toMatchObject({ records: 1, expunged: false });
    // 14 days and a segment of 7, and 90 and 7; neither topic is compacted, so that a tombstone would remove nothing.
    const { goneBy: chatsGoneBy } = told.get(TOPICS.chats)!;
    expect((chatsGoneBy! - report.doneAt) / DAY_MS).toBeGreaterThan(20.9);
    expect((chatsGoneBy! - report.doneAt) / DAY_MS).toBeLessThan(21.1);
    expect((told.get(TOPICS.deadLetters)!.goneBy! - report.doneAt) / DAY_MS).toBeGreaterThan(96.9);
    expect(said).toContain('which retention removes by');
    expect(said).not.toContain('taken out');
    const { naming } = await inKafka();
    expect(naming.filter((one) => one.startsWith(TOPICS.chats))).toHaveLength(2 * OWN.length + 1);
  });

  it('does not bring the customer back, though Kafka is read from its beginning', async () => {
    const again = createLifecycle(() => {});
    const ingest = await startIngest(
      { environment, endpoints: servers, lifecycle: again, log },
      new Registry(),
      {
        groupId: `again-${process.pid}`,
      },
    );
    await waitUntil(async () => {
      const [row] = await clickhouse.query<{ n: number }>({
        sql: "SELECT count()::Float64 AS n FROM dead_letters FINAL WHERE reason = 'forgotten'",
        params: {},
      });
      return row!.n >= 2 * OWN.length;
    });
    expect(ingest.waitingFor()).toEqual([]);
    await again.stop();
    expect(await named('events FINAL', 'conversation_id')).toBe(0);
    expect(await named('events FINAL', 'customer_id')).toBe(0);
  });

  it('has nothing left once the records up to the offsets of the certificate are deleted, as the page says', async () => {
    // What nobody can read has become a dead letter once more.
    const certificate = path.join(folder.path, 'again.json');
    const options = { subject: 'customer', ids: [CUSTOMER], openToo: false, certificate } as const;
    const terminal = { say: () => {}, progress: () => {} };
    expect(await forget({ environment, endpoints: servers }, options, terminal as never)).toBe(0);
    const { topics }: Report = JSON.parse(await readFile(certificate, 'utf8'));
    const admin = kafka().admin();
    await admin.connect();
    for (const { topic, upTo } of topics) {
      // Without it kafkajs 2.2.4 knows no leader and rejects: `Topic metadata not loaded`.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: upTo.map((one) => ({ ...one })) });
    }
    await admin.disconnect();
    expect((await inKafka()).naming.filter((one) => !one.startsWith(TOPICS.live))).toEqual([]);
  });
});
