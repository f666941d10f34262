import type { Kafka, ProducerRecord } from 'kafkajs';
import { expect, it } from 'vitest';
import { createFirstOfItsKind, createReplayer } from '../../services/dead-letters/replay.ts';
import type { Letter } from '../../services/lib/kafka/letters.ts';

const LETTER: Letter = {
  reason: 'undecodable',
  stage: 'decode',
  detail: '',
  topic: 'contact.chats',
  partition: 2,
  offset: 7,
  timestamp: 1_000,
  schema_id: 1,
  failed_at: 2_000,
  key: Buffer.from('conversation'),
  value: Buffer.from([0, 255]),
  headers: [
    { key: 'trace', value: Buffer.from('a') },
    { key: 'trace', value: Buffer.from('b') },
  ],
};

/** A Kafka that keeps what is produced, and when. */
function createFakeKafka() {
  const sent: { at: number; record: ProducerRecord }[] = [];
  const producer = {
    connect: async () => {},
    disconnect: async () => {},
    send: async (record: ProducerRecord) => void sent.push({ at: performance.now(), record }),
  };
  return { sent, kafka: { producer: () => producer } as unknown as Kafka };
}

it('puts a record back with its key, value and headers, and the place where it was at first', async () => {
  const { kafka, sent } = createFakeKafka();
  const replayer = await createReplayer(kafka, 1_000_000);
  await replayer.replay(LETTER);
  const { topic, messages } = sent[0]!.record;
  expect(topic).toBe('contact.chats');
  const origin = ['contact.chats/2/7'];
  expect(messages).toEqual([
    {
      key: LETTER.key,
      value: LETTER.value,
      headers: { trace: [Buffer.from('a'), Buffer.from('b')], 'linewatch-replayed-from': origin },
    },
  ]);

  const copy = { ...LETTER, partition: 2, offset: 99, headers: [header('contact.chats/2/7')] };
  await replayer.replay(copy);
  expect(sent[1]!.record.messages[0]!.headers).toEqual({ 'linewatch-replayed-from': origin });
});

it('is not faster than it was told to be', async () => {
  const { kafka, sent } = createFakeKafka();
  const replayer = await createReplayer(kafka, 100);
  for (let i = 0; i < 6; i++) await replayer.replay(LETTER);
  // Timers are early by up to a millisecond.
  expect(sent.at(-1)!.at - sent[0]!.at).toBeGreaterThanOrEqual(5 * 10 - 1);
});

it('knows the copies of a record by header and content', () => {
  const isFirst = createFirstOfItsKind();
  expect(isFirst(LETTER)).toBe(true);
  expect(isFirst({ ...LETTER, offset: 99, headers: [header('contact.chats/2/7')] })).toBe(false);
  expect(isFirst({ ...LETTER, offset: 100 })).toBe(true);
  const forged = {
    ...LETTER,
    offset: 101,
    value: Buffer.from('other'),
    headers: [header('contact.chats/2/7')],
  };
  expect(isFirst(forged)).toBe(true);
});

function header(origin: string) {
  return { key: 'linewatch-replayed-from', value: Buffer.from(origin) };
}
