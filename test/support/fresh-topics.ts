import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { topicsOf } from '../../infra/kafka/topics.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectKafka, endpointsOf } from '../../services/lib/connections.ts';
import { createLog } from '../../services/lib/log.ts';
import { kafkaSecurity } from './kafka-security.ts';

const PARTITIONS = 6;
const MAX_REPLICAS = 3;

/**
 * Empties the topics of Linewatch on the Kafka that the environment names, and with them what its groups have
 * committed: records of an earlier test have the schema ids of a registry that is gone. Only on this machine, so that
 * nobody's events are at risk.
 */
export async function freshTopics(brokers: readonly string[]): Promise<void> {
  const far = brokers.filter((broker) => !/^(127\.\d+\.\d+\.\d+|localhost):\d+$/.test(broker));
  if (far.length > 0) {
    throw new Error(`tests empty the topics of Linewatch, and ${far.join()} is not on this machine`);
  }
  const variables = readEnvironment({ ...kafkaSecurity(), KAFKA_BROKERS: brokers.join(',') });
  const kafka = connectKafka(variables, endpointsOf(variables), 'test', createLog({ level: 'silent' }));
  const admin = kafka.admin();
  await admin.connect();
  try {
    const replicas = Math.min((await admin.describeCluster()).brokers.length, MAX_REPLICAS);
    const topics = topicsOf({ partitions: PARTITIONS, replicas });
    const names = topics.map(({ topic }) => topic);
    await remove(admin, names);
    // Kafka makes them before all of it knows them; kafkajs takes that for a failure.
    await admin.createTopics({ topics, waitForLeaders: false });
    while (!(await haveLeaders(admin, names))) await sleep(50);
  } finally {
    await admin.disconnect();
  }
}

async function remove(admin: Admin, names: readonly string[]): Promise<void> {
  const present = async () => (await admin.listTopics()).filter((topic) => names.includes(topic));
  const topics = await present();
  if (topics.length > 0) await admin.deleteTopics({ topics });
  while ((await present()).length > 0) await sleep(50);
}

async function haveLeaders(admin: Admin, names: string[]): Promise<boolean> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: names });
    return topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
  } catch {
    return false;
  }
}
