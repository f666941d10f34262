import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import kafkajs, { type Kafka } from 'kafkajs';
import { expect, it, onTestFinished } from 'vitest';
import { startedBroker } from './support/started.ts';

const CONSUME = fileURLToPath(import.meta.resolve('./consume.ts'));
const PARTITIONS = 6;
const MESSAGES = 60;

interface Consuming {
  assigned: number;
  values: string[];
}

async function consume(kafka: Kafka): Promise<Consuming> {
  const consumer = kafka.consumer({
    groupId: 'g',
    sessionTimeout: 1_500,
    heartbeatInterval: 100,
    maxWaitTimeInMs: 50,
  });
  onTestFinished(() => consumer.disconnect());
  const consuming: Consuming = { assigned: 0, values: [] };
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    consuming.assigned = payload.memberAssignment.t?.length ?? 0;
  });
  await consumer.connect();
  await consumer.subscribe({ topic: 't', fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => void consuming.values.push(message.value!.toString()),
  });
  return consuming;
}

it('gives the partitions of a consumer that is killed to the others, with what it had not finished', async () => {
  const broker = await startedBroker({ topics: [{ name: 't', partitions: PARTITIONS }] });
  const address = `${broker.host}:${broker.port}`;
  const kafka = new kafkajs.Kafka({ brokers: [address], logLevel: kafkajs.logLevel.NOTHING });
  const consuming = [await consume(kafka), await consume(kafka)];
  const victim = spawn(process.execPath, ['--import', 'tsx', CONSUME, address, 't', 'g'], {
    stdio: 'inherit',
  });
  onTestFinished(() => void victim.kill('SIGKILL'));
  const eachHas = (count: number) => () => consuming.every((it) => it.assigned === count);
  await expect.poll(eachHas(2), { timeout: 60_000 }).toBe(true);

  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  const messages = Array.from({ length: MESSAGES }, (_, i) => ({
    value: String(i),
    partition: i % PARTITIONS,
  }));
  await producer.send({ topic: 't', messages });
  await producer.disconnect();
  const consumed = () => new Set(consuming.flatMap((it) => it.values)).size;
  await expect.poll(consumed, { timeout: 60_000 }).toBe((MESSAGES / PARTITIONS) * 4);

  victim.kill('SIGKILL');
  await expect.poll(eachHas(3), { timeout: 60_000 }).toBe(true);
  await expect.poll(consumed, { timeout: 60_000 }).toBe(MESSAGES);
});
