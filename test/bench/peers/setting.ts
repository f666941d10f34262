import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Kafka } from 'kafkajs';
import { connectKafka, connectRegistry } from '../../../services/lib/connections.ts';
import type { EventProducer } from '../../../services/lib/event-producer.ts';
import { createAvroProducer, createEventProducer } from '../../../services/lib/kafka/producer.ts';
import { freePorts } from '../../support/ports.ts';
import { type BenchServers, startBenchServers } from '../servers.ts';

const run = promisify(execFile);
const APACHE_KAFKA = fileURLToPath(new URL('../../../infra/kafka/apache-kafka.sh', import.meta.url));
/** The topic through which the Streams job hands its facts over, with as many partitions as those of events. */
const FACTS_TOPIC = { topic: 'peers.facts', numPartitions: 6 };
const PEER_FACTS = `CREATE TABLE {database}.peer_facts (
  fact LowCardinality(String), conversation_id String, seq UInt32, version UInt32, is_deleted UInt8,
  at Int64, ended_at Int64, state LowCardinality(String), label LowCardinality(String), value_ms Int64,
  queue LowCardinality(String), agent LowCardinality(String), channel LowCardinality(String)
) ENGINE = ReplacingMergeTree(version, is_deleted) ORDER BY (fact, conversation_id, seq)`;

/** One Apache Kafka, one registry and one ClickHouse for all contenders. */
export interface Setting {
  servers: BenchServers;
  kafka: Kafka;
  brokers: string;
  producer: EventProducer;
  /** Its process. */
  pid: number;
  /** Where contenders keep what is theirs. */
  folder: string;
  /** Makes a database with the table of a peer; gives its name. */
  databaseFor(peer: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startSetting(): Promise<Setting> {
  const folder = await mkdtemp(path.join(tmpdir(), 'linewatch-peers-'));
  const kafkaFolder = path.join(folder, 'kafka');
  const port = await freeBrokerPort();
  const { stdout } = await run(APACHE_KAFKA, ['start', '--dir', kafkaFolder, '--port', String(port)]);
  const brokers = /KAFKA_BROKERS=(\S+)/.exec(stdout)![1]!;
  const servers = await startBenchServers();
  const { environment, context, embedded, clickhouse } = servers;
  const endpoints = { ...embedded, brokers: [brokers] };
  const kafka = connectKafka(environment, endpoints, 'bench', context.log);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [FACTS_TOPIC], waitForLeaders: true });
  await admin.disconnect();
  const producer = createEventProducer(await createAvroProducer(kafka, connectRegistry(endpoints)));
  return {
    servers,
    kafka,
    brokers,
    producer,
    pid: Number(await readFile(path.join(kafkaFolder, 'broker-1', 'pid'), 'utf8')),
    folder,
    async databaseFor(peer) {
      await clickhouse.command(`CREATE DATABASE ${peer}`);
      await clickhouse.command(PEER_FACTS.replace('{database}', peer));
      return peer;
    },
    async stop() {
      await producer.close();
      await servers.stop();
      await run(APACHE_KAFKA, ['stop', '--dir', kafkaFolder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Its controller takes the port a hundred above. */
async function freeBrokerPort(): Promise<number> {
  const [port] = await freePorts(1);
  return port! > 65_000 ? port! - 1_000 : port!;
}
