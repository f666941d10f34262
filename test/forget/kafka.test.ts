import { afterAll, beforeAll, expect, it } from 'vitest';
import { TOPICS } from '../../schemas/index.ts';
import type { ChatEvent, DeadLetter, SlaAlert } from '../../schemas/types.ts';
import { forgetInKafka, type Wanted } from '../../services/forget/kafka.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectKafka, connectRegistry } from '../../services/lib/connections.ts';
import { createAvroProducer } from '../../services/lib/kafka/producer.ts';
import { readTopics } from '../../services/lib/kafka/read-topics.ts';
import { createLog } from '../../services/lib/log.ts';
import { type ServersForTests, startServersForTests } from '../support/embedded.ts';

const log = createLog({ level: 'silent' });
let servers: ServersForTests;

beforeAll(async () => {
  servers = await startServersForTests();
});
afterAll(() => servers.stop());

const kafkaOf = () => connectKafka(readEnvironment({}), servers, 'test', log);

const WANTED: Wanted = {
  isConversation: (id) => id === 'secret-conversation',
  isCustomer: (id) => id === 'secret-customer',
  plain: ['secret-customer'],
};

const chat = (conversation: string, customer: string): ChatEvent => ({
  event_id: `${conversation}-1`,
  occurred_at: 1,
  conversation_id: conversation,
  opened_at: 1,
  channel: 'chat',
  source: 'test',
  actor: { kind: 'customer', id: customer },
  queue: null,
  customer: { id: customer, tier: null },
  tags: [],
  event: { type: 'started', priority: null },
});

const letter = (offset: number, given: Partial<DeadLetter>): DeadLetter => ({
  reason: 'undecodable',
  stage: 'decode',
  detail: '',
  topic: TOPICS.chats,
  partition: 0,
  offset,
  timestamp: 1,
  schema_id: null,
  failed_at: 1,
  key: null,
  value: null,
  headers: [],
  part: 0,
  parts: 1,
  ...given,
});

const alert = (conversation: string): SlaAlert => ({
  idempotency_key: 'k',
  alert_id: 'a',
  rule: 'r',
  kind: 'sla_breach',
  severity: 'warning',
  state: 'firing',
  reason: 'due',
  summary: `First response of ${conversation}`,
  began_at: 1,
  changed_at: 2,
  late: false,
  unconfirmed: false,
  conversation_id: conversation,
  metric: null,
  value: null,
  threshold: null,
  labels: [],
  runbook: null,
});

/** What a topic has, in any order: of each record its value, and null where nothing is left of it. */
async function valuesOf(topic: string): Promise<(string | null)[]> {
  const values: (string | null)[] = [];
  await readTopics({ kafka: kafkaOf(), log }, 'test', [topic], async (_, records) => {
    for (const { key, value } of records)
      values.push(key === null && value === null ? null : String(value?.toString('latin1')));
  });
  return values;
}

it('takes out what names them in any topic, every part of a letter included, and nothing that names others', async () => {
  const kafka = kafkaOf();
  const registry = connectRegistry(servers);
  const producer = await createAvroProducer(kafka, registry);
  const event = (conversation: string, customer: string) => ({
    topic: TOPICS.chats,
    key: conversation,
    value: chat(conversation, customer),
  });
  const dead = (offset: number, given: Partial<DeadLetter>) => ({
    topic: TOPICS.deadLetters,
    key: `${offset}`,
    value: letter(offset, given),
  });
  await producer.send([
    event('secret-conversation', 'somebody'),
    event('c-1', 'secret-customer'),
    event('c-2', 'secret-customer-2'),
    // A letter in three parts; the id stands where the first two meet.
    dead(1, { key: Buffer.from('x'), value: Buffer.from('{"by":"secret-cust'), part: 0, parts: 3 }),
    dead(1, { value: Buffer.from('omer","n":1'), part: 1, parts: 3 }),
    dead(1, { value: Buffer.from('}'), part: 2, parts: 3 }),
    // Of this one the rest never came.
    dead(2, { key: Buffer.from('secret-conversation'), value: Buffer.from('{'), part: 0, parts: 2 }),
    dead(3, { key: Buffer.from('c-3'), value: Buffer.from('{"by":"secret-customer-2"}') }),
    { topic: TOPICS.slaAlerts, key: 'a', value: alert('secret-conversation') },
    { topic: TOPICS.slaAlerts, key: 'a', value: alert('secret-conversation-2') },
  ]);
  await producer.close();

  const deps = { kafka, brokers: servers.brokers, open: true, registry, log };
  const reports = await forgetInKafka(deps, WANTED, () => {});
  expect(reports.map(({ topic, records, expunged }) => [topic, records, expunged]).sort()).toEqual([
    [TOPICS.chats, 2, true],
    [TOPICS.deadLetters, 4, true],
    [TOPICS.slaAlerts, 1, true],
  ]);
  const left = new Map<string, (string | null)[]>();
  for (const topic of Object.values(TOPICS).filter((topic) => topic !== TOPICS.audit))
    left.set(topic, await valuesOf(topic));
  const there = (topic: string) => left.get(topic)!.filter((value) => value !== null);
  expect(there(TOPICS.chats)).toEqual([expect.stringContaining('secret-customer-2')]);
  expect(there(TOPICS.deadLetters)).toEqual([expect.stringContaining('secret-customer-2')]);
  expect(there(TOPICS.slaAlerts)).toEqual([expect.stringContaining('secret-conversation-2')]);
  expect([...left.values()].flat().filter((value) => value === null)).toHaveLength(7);

  // What is gone is found no second time.
  expect(await forgetInKafka(deps, WANTED, () => {})).toEqual([]);
});

it('says by when they go where the broker cannot do that, and up to which offsets they stand', async () => {
  const kafka = kafkaOf();
  const producer = await createAvroProducer(kafka, connectRegistry(servers));
  await producer.send([{ topic: TOPICS.chats, key: 'c-9', value: chat('c-9', 'secret-customer') }]);
  await producer.close();
  const deps = { kafka, brokers: servers.brokers, open: false, registry: connectRegistry(servers), log };
  const [report] = await forgetInKafka(deps, WANTED, () => {});
  // The embedded broker keeps by size alone.
  expect(report).toMatchObject({ topic: TOPICS.chats, records: 1, expunged: false, goneBy: null });
  expect(report!.upTo).toHaveLength(1);
  expect(Number(report!.upTo[0]!.offset)).toBeGreaterThan(0);
});
