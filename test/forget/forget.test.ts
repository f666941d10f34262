import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CompressionTypes } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOPICS } from '../../schemas/index.ts';
import type { ChatEvent } from '../../schemas/types.ts';
import { type ClickHouse, createClickHouse } from '../../services/lib/clickhouse/client.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectKafka, connectRegistry, endpointsOf } from '../../services/lib/connections.ts';
import { createAvroProducer, createEventProducer } from '../../services/lib/kafka/producer.ts';
import { readTopics } from '../../services/lib/kafka/read-topics.ts';
import { createLog } from '../../services/lib/log.ts';
import { CATALOGUE } from '../../services/metrics/catalogue/index.ts';
import {
  getJson,
  type Product,
  productEnvironment,
  runLinewatch,
  startProduct,
  type TemporaryFolder,
  temporaryFolder,
  waitUntil,
} from '../support/product.ts';

const HOUR_MS = 3_600_000;
const log = createLog({ level: 'silent' });
/** Tables with ids in them. */
const NAMING = ['events', 'facts', 'tellings', 'surveyed', 'conversations', 'alerts', 'forget_runs'];

let folder: TemporaryFolder;
let product: Product;
let clickhouse: ClickHouse;
/** Whom all is about, and the conversations. */
let customer: string;
let conversations: string[];
let historyEnd: number;

const environmentOf = () => readEnvironment({ ...process.env, ...product.environment });

function kafkaOf() {
  const environment = environmentOf();
  return connectKafka(environment, endpointsOf(environment), 'test', log);
}

beforeAll(async () => {
  folder = await temporaryFolder();
  const environment = await productEnvironment(folder.path);
  historyEnd = Date.now();
  const history = ['--history-days', '1', '--history-end', new Date(historyEnd).toISOString()];
  await (await startProduct(history, environment)).end('SIGINT');
  // What is asked before and after is not to change by itself.
  product = await startProduct(['--no-simulator'], environment);
  clickhouse = createClickHouse({
    url: endpointsOf(environmentOf()).clickhouseUrl,
    database: 'linewatch',
    requestTimeoutMs: 60_000,
  });
  await hastenRemoval();
  // The customer who came back most, so that figures of repetition have something to lose.
  const [chosen] = await clickhouse.query<{ customer: string; ids: string[] }>({
    sql: `SELECT customer_id AS customer, groupUniqArray(conversation_id) AS ids
          FROM facts FINAL WHERE customer_id != ''
          GROUP BY customer_id HAVING countIf(fact = 'conversation' AND toUnixTimestamp64Milli(ended_at) = 0) = 0
          ORDER BY length(ids) DESC, customer_id LIMIT 1`,
    params: {},
  });
  customer = chosen!.customer;
  conversations = chosen!.ids;
  expect(conversations.length).toBeGreaterThan(1);
  await sendGarbage();
});

afterAll(async () => {
  await clickhouse?.close();
  await product?.end('SIGINT');
  await folder?.remove();
});

/** Records that nobody can read and that name the customer: they become dead letters with all that is in them. */
async function sendGarbage(): Promise<void> {
  const producer = kafkaOf().producer();
  await producer.connect();
  const value = JSON.stringify({ customer, text: 'where is my order?' });
  await producer.send({
    topic: TOPICS.chats,
    messages: [
      { key: conversations[0]!, value },
      { key: 'somebody', value },
      { key: null, value, headers: { by: customer } },
    ],
    compression: CompressionTypes.GZIP,
  });
  await producer.disconnect();
  await waitUntil(async () => (await deadLetters('not_wire_format')) === 3);
}

async function deadLetters(reason: string): Promise<number> {
  const [row] = await clickhouse.query<{ n: number }>({
    sql: 'SELECT count()::Float64 AS n FROM dead_letters FINAL WHERE reason = {reason:String}',
    params: { reason },
  });
  return row!.n;
}

/** Every metric of the catalogue, hour by hour and as a whole. */
async function allFigures(): Promise<Record<string, unknown>> {
  const range = `from=${historyEnd - 24 * HOUR_MS}&to=${historyEnd}`;
  const figures: Record<string, unknown> = {};
  for (const { id } of CATALOGUE) {
    for (const interval of ['1h', 'total']) {
      const route = `/api/v1/query?metrics=${id}&${range}&interval=${interval}`;
      figures[`${id} ${interval}`] = (await getJson<{ rows: unknown }>(product, route)).rows;
    }
  }
  figures.complaints = await getJson<{ repeat: unknown }>(product, `/api/v1/complaints?${range}`).then(
    ({ repeat }) => repeat,
  );
  return figures;
}

/** Rows of any table, replaced ones included, in any column of which an id stands. */
async function rowsThatName(ids: readonly string[]): Promise<string[]> {
  const columns = await clickhouse.query<{ table: string; column: string }>({
    sql: `SELECT table, name AS column FROM system.columns
          WHERE database = currentDatabase() AND (type LIKE '%String%') AND table NOT LIKE '%lock'`,
    params: {},
  });
  const found: string[] = [];
  for (const { table, column } of columns) {
    const [row] = await clickhouse.query<{ n: number }>({
      sql: `SELECT count()::Float64 AS n FROM ${table} WHERE multiSearchAny(toString(${column}), {ids:Array(String)})`,
      params: { ids },
    });
    if (row!.n > 0) found.push(`${table}.${column}: ${row!.n}`);
  }
  return found;
}

/** Records of any topic in whose key, value or headers an id stands. */
async function recordsThatName(ids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const topics = Object.values(TOPICS).filter((topic) => topic !== TOPICS.audit);
  await readTopics({ kafka: kafkaOf(), log }, 'test', topics, async ({ topic, partition }, records) => {
    for (const { offset, key, value, headers } of records) {
      const parts = [key, value, ...headers.map((header) => header.value)];
      if (parts.some((part) => ids.some((id) => part?.includes(id))))
        found.push(`${topic}/${partition}@${offset}`);
    }
  });
  return found;
}

/** Nothing of what was removed since the folder was listed: inserts and merges come and go. */
function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** Files of the data folder in whose bytes, as they are, an id stands. */
async function filesThatName(ids: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder.path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .filter((file) => {
      const bytes = bytesOf(file);
      return ids.some((id) => bytes.includes(id));
    });
}

/** Runs the command and kills it as soon as an act has come to a step. */
async function killedAfter(step: string): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'services/main.ts', 'forget', '--customer', customer],
    { env: { ...process.env, ...product.environment }, stdio: 'ignore' },
  );
  const ended = once(child, 'close');
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (!isOver) {
    const [row] = await clickhouse.query<{ step: string }>({
      sql: 'SELECT step::String AS step FROM forget_runs FINAL',
      params: {},
    });
    if (row?.step === step) child.kill('SIGKILL');
    await sleep(5);
  }
  expect(child.signalCode).toBe('SIGKILL');
}

/** Old parts go eight minutes after they were replaced: too long for a test to wait. */
async function hastenRemoval(): Promise<void> {
  for (const table of NAMING)
    await clickhouse.command(
      `ALTER TABLE ${table} MODIFY SETTING old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1`,
    );
}

async function untilOldPartsAreGone(): Promise<void> {
  await waitUntil(async () => {
    const [row] = await clickhouse.query<{ n: number }>({
      sql: `SELECT count()::Float64 AS n FROM system.parts WHERE NOT active AND database = currentDatabase()
            AND table IN {tables:Array(String)}`,
      params: { tables: NAMING },
    });
    return row!.n === 0;
  });
}

describe('a customer who is forgotten while everything runs, by a command that is killed after each step', () => {
  it('is nowhere any more, and every figure is what it was', async () => {
    const ids = [customer, ...conversations];
    const before = await allFigures();
    const there = await rowsThatName(ids);
    expect(there.map((one) => one.split(':')[0])).toEqual(
      expect.arrayContaining(['events.conversation_id', 'events.customer_id', 'facts.customer_id']),
    );
    expect(await recordsThatName(ids)).not.toEqual([]);
    expect(await filesThatName(ids)).not.toEqual([]);

    for (const step of ['begun', 'listed', 'copied', 'erased']) await killedAfter(step);
    const certificate = path.join(folder.path, 'certificate.json');
    const done = await runLinewatch(
      ['forget', '--customer', customer, '--certificate', certificate],
      product.environment,
    );
    expect(done.output).toContain('Going on where it was interrupted');
    expect(done.code).toBe(0);

    await untilOldPartsAreGone();
    expect(await rowsThatName(ids)).toEqual([]);
    expect(await recordsThatName(ids)).toEqual([]);
    expect(await filesThatName(ids)).toEqual([]);
    expect(product.output()).not.toContain(customer);
    expect(await allFigures()).toEqual(before);

    const report = JSON.parse(readFileSync(certificate, 'utf8'));
    expect(report).toMatchObject({ subject: 'customer', conversations: conversations.length });
    expect(report.tables.map(({ table }: { table: string }) => table)).toEqual(
      expect.arrayContaining(['facts', 'tellings', 'conversations', 'events']),
    );
    await waitUntil(async () => {
      const [row] = await clickhouse.query<{ begun: number; done: number }>({
        sql: `SELECT countIf(outcome = 'begun')::Float64 AS begun, countIf(outcome = 'done')::Float64 AS done
              FROM audit FINAL WHERE what = 'customer.forgotten'`,
        params: {},
      });
      return row!.done === 1 && row!.begun >= 5;
    });
    expect(report.topics).toContainEqual(
      expect.objectContaining({ topic: TOPICS.chats, expunged: true, goneBy: null }),
    );
  });

  it('leaves nothing by which the new ids could be told from the old ones', async () => {
    const runs = await clickhouse.query<{ key: string; step: string }>({
      sql: 'SELECT key, step::String AS step FROM forget_runs',
      params: {},
    });
    expect(runs).toEqual([{ key: '', step: 'done' }]);
  });

  it('is refused where a conversation goes on, and nameless in a new one; neither is kept anywhere', async () => {
    const registry = connectRegistry(endpointsOf(environmentOf()));
    const avro = await createAvroProducer(kafkaOf(), registry);
    const producer = createEventProducer(avro);
    const at = Date.now();
    const event = (conversation: string, type: 'started' | 'ended', n: number): ChatEvent => ({
      event_id: `${conversation}-${n}`,
      occurred_at: at + n,
      conversation_id: conversation,
      opened_at: at,
      channel: 'chat',
      source: 'test',
      actor: { kind: 'customer', id: customer },
      queue: 'general',
      customer: { id: customer, tier: 'gold' },
      tags: [],
      event: type === 'started' ? { type, priority: null } : { type, resolved: null },
    });
    await producer.send([
      { topic: TOPICS.chats, value: event(conversations[0]!, 'ended', 1) },
      { topic: TOPICS.chats, value: event('new', 'started', 1) },
      { topic: TOPICS.chats, value: event('new', 'ended', 2) },
    ]);
    await producer.close();
    await waitUntil(async () => {
      const [row] = await clickhouse.query<{ n: number }>({
        sql: `SELECT count()::Float64 AS n FROM events FINAL WHERE conversation_id = 'new'`,
        params: {},
      });
      return row!.n === 2 && (await deadLetters('forgotten')) === 1;
    });
    expect(await rowsThatName([customer, conversations[0]!])).toEqual([]);
    const letters = (await recordsThatName([customer, conversations[0]!])).filter((one) =>
      one.startsWith(TOPICS.deadLetters),
    );
    expect(letters).toEqual([]);

    // What came in stays in Kafka until the same is asked for again, which finds nothing else.
    const again = await runLinewatch(['forget', '--customer', customer], product.environment);
    expect(again.code).toBe(0);
    expect(again.output).toContain('0 conversations stay without a name');
    expect(again.output).toContain('contact.chats: 3 records, taken out');
    expect(await recordsThatName([customer])).toEqual([]);
  });

  it('is no difference to verify', async () => {
    const { code, output } = await runLinewatch(['verify'], product.environment);
    expect(output).toContain('No difference.');
    expect(code).toBe(0);
  });
});

it('a conversation that is not over is left alone, unless it is to be forgotten as it is', async () => {
  const [open] = await clickhouse.query<{ id: string }>({
    sql: `SELECT conversation_id AS id FROM conversations FINAL
          WHERE stream != 'surveys' AND toUnixTimestamp64Milli(ended_at) = 0 ORDER BY id LIMIT 1`,
    params: {},
  });
  const refused = await runLinewatch(['forget', '--conversation', open!.id], product.environment);
  expect(refused.code).toBe(1);
  expect(refused.output).toContain('1 of the conversations are not over');
  expect(await rowsThatName([open!.id])).not.toEqual([]);
  const forgotten = await runLinewatch(
    ['forget', '--conversation', open!.id, '--open-too'],
    product.environment,
  );
  expect(forgotten.code).toBe(0);
  expect(await rowsThatName([open!.id])).toEqual([]);
  expect(await recordsThatName([open!.id])).toEqual([]);
});
