import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import kafkajs, { type Kafka } from 'kafkajs';
import { expect, it, onTestFinished, vi } from 'vitest';
import { silentLog } from '../../../../infra/embedded/broker/log.ts';
import { temporaryFolder } from './support/folder.ts';
import { startedBroker } from './support/started.ts';

const SERVE = fileURLToPath(import.meta.resolve('./serve.ts'));
const PARTITIONS = 3;
const KILLS = 3;

interface Served {
  kafka: Kafka;
  kill(): Promise<void>;
}

/** A broker in a process of its own, with the topic `t`. */
async function serve(dataDir: string): Promise<Served> {
  const args = ['--import', 'tsx', SERVE, dataDir, 't', String(PARTITIONS)];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [address] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  const retry = { retries: 0 };
  return {
    kafka: new kafkajs.Kafka({ brokers: [address], logLevel: kafkajs.logLevel.NOTHING, retry }),
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

it('keeps everything that was acknowledged when it is killed in the middle of the work', async () => {
  const dataDir = temporaryFolder();
  const acknowledged: string[] = [];
  const committed = new Map<number, number>();

  for (let round = 0; round < KILLS; round++) {
    const { kafka, kill } = await serve(dataDir);
    const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    const consumer = kafka.consumer({
      groupId: 'g',
      maxWaitTimeInMs: 50,
      retry: { restartOnFailure: async () => false },
    });
    await Promise.all([producer.connect(), consumer.connect()]);
    await consumer.subscribe({ topic: 't', fromBeginning: true });
    let commits = 0;
    // Not when `commitOffsets` resolves: it does so as well when the consumer has stopped and nothing was sent.
    consumer.on(consumer.events.COMMIT_OFFSETS, ({ payload }) => {
      for (const { partition, offset } of payload.topics[0]!.partitions)
        committed.set(partition, Number(offset));
      commits++;
    });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        await consumer.commitOffsets([{ topic: 't', partition, offset: String(Number(message.offset) + 1) }]);
      },
    });
    const target = acknowledged.length + 100;
    const crashed = expect.poll(() => acknowledged.length > target && commits > 50, {
      timeout: 60_000,
      interval: 5,
    });
    const killed = crashed.toBe(true).then(kill);
    for (let i = 0; ; i++) {
      const values = Array.from({ length: 5 }, (_, n) => `${round}-${i}-${n}`);
      try {
        await producer.send({
          topic: 't',
          messages: values.map((value, n) => ({ value, partition: n % PARTITIONS })),
        });
      } catch {
        break; // Killed: what was in this send may have been stored or not.
      }
      acknowledged.push(...values);
    }
    await killed;
    await Promise.allSettled([producer.disconnect(), consumer.disconnect()]);
  }

  const { kafka } = await serve(dataDir);
  const admin = kafka.admin();
  const consumer = kafka.consumer({ groupId: 'reader', maxWaitTimeInMs: 50 });
  await Promise.all([admin.connect(), consumer.connect()]);
  const ends = await admin.fetchTopicOffsets('t');
  const total = ends.reduce((sum, it) => sum + Number(it.high), 0);
  const stored: string[] = [];
  await consumer.subscribe({ topic: 't', fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void stored.push(message.value!.toString()) });
  await expect.poll(() => stored.length, { timeout: 60_000 }).toBe(total);
  expect(new Set(stored).size).toBe(stored.length);
  expect(acknowledged.filter((value) => !new Set(stored).has(value))).toEqual([]);

  const [offsets] = await admin.fetchOffsets({ groupId: 'g', topics: ['t'] });
  for (const [partition, next] of committed) {
    // A commit may have been stored whose answer the kill cut off.
    const kept = Number(offsets!.partitions.find((it) => it.partition === partition)!.offset);
    expect(kept).toBeGreaterThanOrEqual(next);
    expect(kept).toBeLessThanOrEqual(next + 1);
  }
  await Promise.all([admin.disconnect(), consumer.disconnect()]);
});

it('gives no offset again that a group has read, though the log of it is gone', async () => {
  const dataDir = temporaryFolder();
  const first = await startedBroker({ dataDir });
  const client = (port: number) =>
    new kafkajs.Kafka({ brokers: [`127.0.0.1:${port}`], logLevel: kafkajs.logLevel.NOTHING });
  const send = async (port: number) => {
    const producer = client(port).producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    const [sent] = await producer.send({ topic: 't', messages: [{ value: 'a' }, { value: 'b' }] });
    await producer.disconnect();
    return sent!.baseOffset;
  };
  expect(await send(first.port)).toBe('0');
  const admin = client(first.port).admin();
  await admin.connect();
  await admin.setOffsets({ groupId: 'g', topic: 't', partitions: [{ partition: 0, offset: '2' }] });
  await admin.disconnect();
  await first.close();

  rmSync(path.join(dataDir, 'topics', 't'), { recursive: true });
  const error = vi.fn();
  const second = await startedBroker({ dataDir, log: { ...silentLog, error } });
  expect(error).toHaveBeenCalledWith(
    { topic: 't', partition: 0, offset: 2 },
    expect.stringContaining('missing'),
  );
  expect(await send(second.port)).toBe('2');
});
