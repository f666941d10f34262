import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded } from '../../infra/embedded/start-embedded.ts';
import { TOPICS, TOPICS_WITH_SCHEMA } from '../../schemas/index.ts';
import { startCollector } from '../../services/collector/main.ts';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { startIngest } from '../../services/ingest/main.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, connectKafka, connectRegistry } from '../../services/lib/connections.ts';
import { createAvroProducer, createEventProducer } from '../../services/lib/kafka/producer.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { temporaryFolder, waitUntil } from '../support/product.ts';

/** Stands in every text: wherever it is found, a text was kept. */
const MARK = 'Quetzalcoatlus';
const NINE = Date.UTC(2024, 0, 15, 9);
const topics = [...TOPICS_WITH_SCHEMA];

let ids = 0;
const message = (conversation: string, kind: string, text: string, fields: object = {}) => ({
  event_id: `e${ids}`,
  occurred_at: NINE + ids++,
  conversation_id: conversation,
  opened_at: NINE,
  channel: 'chat',
  source: 'test',
  actor: { kind, id: `${kind}-1` },
  queue: null,
  customer: null,
  tags: [],
  event: { type: 'message', public: true, text },
  ...fields,
});

describe('texts, where the center opted in', () => {
  const lifecycle = createLifecycle(() => {});
  const logged: string[] = [];
  let clickhouse: ClickHouse;
  let dataDir: string;
  let collector: string;
  let sendDirectly: (values: object[]) => Promise<void>;
  /** What Kafka has of a topic, as bytes. */
  let recordsOf: (topic: string) => Buffer[];

  beforeAll(async () => {
    const folder = await temporaryFolder();
    await lifecycle.start(
      async () => folder,
      (one) => one.remove(),
    );
    dataDir = folder.path;
    const config = path.join(dataDir, 'center.yaml');
    await writeFile(config, 'texts: { read: true }\n');
    const ports = { kafkaPort: 0, registryPort: 0, clickhousePort: 0 };
    const servers = await lifecycle.start(
      () =>
        startEmbedded({
          host: '127.0.0.1',
          dataDir: path.join(dataDir, 'servers'),
          ...ports,
          topics: topics.map((name) => ({ name, partitions: 1 })),
          logLevel: 'warn',
        }),
      (one) => one.stop(),
    );
    const environment = readEnvironment({ COLLECTOR_PORT: '0', CONTACT_CENTER_CONFIG: config });
    const log = pino(
      { level: 'trace' },
      new Writable({
        write(line, _, done) {
          logged.push(String(line));
          done();
        },
      }),
    );
    const bare = connectClickHouse(environment, servers, 'default');
    await migrate(bare, environment.CLICKHOUSE_DATABASE);
    await bare.close();
    clickhouse = await lifecycle.start(
      async () => connectClickHouse(environment, servers),
      (one) => one.close(),
    );
    const context = { environment, endpoints: servers, lifecycle, log };
    await startIngest(context, new Registry());
    collector = await startCollector(context, new Registry());
    const kafka = connectKafka(environment, servers, 'test', log);
    const producer = await lifecycle.start(
      async () => createEventProducer(await createAvroProducer(kafka, connectRegistry(servers))),
      (one) => one.close(),
    );
    sendDirectly = (values) =>
      producer.send(values.map((value) => ({ topic: 'contact.chats', value }) as OutgoingEvent));
    const records = new Map<string, Buffer[]>(topics.map((topic) => [topic, []]));
    const consumer = kafka.consumer({ groupId: 'reader', maxWaitTimeInMs: 100 });
    await lifecycle.start(
      () => consumer.connect(),
      () => consumer.disconnect(),
    );
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ topic, message: { value } }) => void records.get(topic)!.push(value!),
    });
    recordsOf = (topic) => records.get(topic)!;
  });
  afterAll(() => lifecycle.stop());

  const rows = <T>(sql: string) => clickhouse.query<T>({ sql, params: {} });

  /** The tables that have a row with a word, whatever its column. */
  async function tablesWith(word: string): Promise<string[]> {
    const tables = await rows<{ name: string }>(
      'SELECT name FROM system.tables WHERE database = currentDatabase()',
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const sql = `SELECT count()::Float64 AS n FROM ${name} WHERE positionCaseInsensitive(formatRow('JSONEachRow', *), {mark:String}) > 0`;
      const [row] = await clickhouse.query<{ n: number }>({ sql, params: { mark: word } });
      if (row!.n > 0) found.push(name);
    }
    return found;
  }

  async function filesWithMark(): Promise<string[]> {
    const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
    const files = entries.filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name));
    // A file may be gone by now: the engine merges its parts.
    const contents = await Promise.all(files.map((file) => readFile(file).catch(() => Buffer.alloc(0))));
    return files.filter((_, i) => contents[i]!.includes(MARK)).map((file) => path.relative(dataDir, file));
  }

  it('sent to the collector are read there: nothing behind it has a word of them, what was said is counted', async () => {
    const texts = [
      message('c1', 'customer', `Where is my ${MARK}? I am very angry about this terrible service.`),
      message('c1', 'agent', `Hello, I am sorry: the ${MARK} is on its way.`),
      message('c1', 'agent', `Hello, I am sorry: the ${MARK} is on its way!`),
      message('c1', 'bot', `I am a ${MARK}`),
      message('c1', 'agent', `Note about the ${MARK}`, {
        event: { type: 'message', public: false, text: `Note about the ${MARK}` },
      }),
      message('c2', 'customer', MARK, { channel: 'nowhere' }),
    ];
    const response = await fetch(`${collector}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(texts.map((one) => ({ topic: 'chats', ...one }))),
    });
    const answer = await response.text();
    expect(JSON.parse(answer)).toMatchObject({ accepted: 5, rejected: [{ index: 5 }] });
    expect(answer).not.toContain(MARK);
    const facts = () =>
      rows<{ fact: string; label: string; score: number }>(
        "SELECT fact, label, score FROM facts FINAL WHERE conversation_id = 'c1' AND fact IN ('said', 'repetition') ORDER BY fact, seq",
      );
    await waitUntil(async () => (await facts()).length === 4);
    expect(await facts()).toEqual([
      { fact: 'repetition', label: 'agent', score: 0 },
      { fact: 'said', label: 'customer', score: expect.any(Number) },
      { fact: 'said', label: 'agent greeting apology', score: expect.any(Number) },
      { fact: 'said', label: 'agent greeting apology', score: expect.any(Number) },
    ]);
    expect(await tablesWith('apology')).toEqual(['events', 'facts']);
    expect(await tablesWith(MARK)).toEqual([]);
    expect(await filesWithMark()).toEqual([]);
    await waitUntil(async () => recordsOf(TOPICS.chats).length === 5);
    expect(recordsOf(TOPICS.chats).some((value) => value.includes(MARK))).toBe(false);
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.filter((line) => line.includes(MARK))).toEqual([]);
  });

  it('put on Kafka by others are in their topic and nowhere else, not among dead letters either', async () => {
    await sendDirectly([
      message('c3', 'customer', `The ${MARK} is great, thank you!`),
      message('c3', 'customer', `The ${MARK} is great, thank you!`, { channel: 'nowhere' }),
    ]);
    const said = () => rows<{ body: string }>("SELECT body FROM events FINAL WHERE conversation_id = 'c3'");
    await waitUntil(async () => (await said()).length === 1 && recordsOf(TOPICS.deadLetters).length === 1);
    expect(JSON.parse((await said())[0]!.body)).toEqual({
      type: 'message',
      public: true,
      said: {
        version: 1,
        language: 'en',
        sentiment: expect.any(Number),
        courtesies: ['thanks'],
        question: false,
        fingerprint: expect.any(Number),
      },
    });
    expect(recordsOf(TOPICS.chats).filter((value) => value.includes(MARK))).toHaveLength(2);
    expect(recordsOf(TOPICS.deadLetters)[0]!.includes('nowhere')).toBe(true);
    expect(recordsOf(TOPICS.deadLetters)[0]!.includes(MARK)).toBe(false);
    expect(await tablesWith(MARK)).toEqual([]);
    const elsewhere = (await filesWithMark()).filter((file) => !file.includes(TOPICS.chats));
    expect(elsewhere).toEqual([]);
    expect(logged.filter((line) => line.includes(MARK))).toEqual([]);
  });
});
