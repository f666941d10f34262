import { Kafka, type KafkaConfig, type logCreator, logLevel, type SASLOptions } from 'kafkajs';
import type { Log } from '../log.ts';
import './compression.ts';

export interface KafkaOptions {
  brokers: string[];
  clientId: string;
  ssl: boolean;
  sasl?: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string };
}

/** A kafkajs client that retries for ever with bounded back-off and logs to ours. */
export function createKafka(options: KafkaOptions, log: Log): Kafka {
  // The notice is about kafkajs 1; all our producers use the murmur2 partitioner that Java clients use.
  process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';
  const config: KafkaConfig = {
    brokers: options.brokers,
    clientId: options.clientId,
    ssl: options.ssl,
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: Number.MAX_SAFE_INTEGER },
    logLevel: logLevel.WARN,
    logCreator: toLog(log),
  };
  if (options.sasl) config.sasl = options.sasl as SASLOptions;
  return new Kafka(config);
}

function toLog(log: Log): logCreator {
  return () =>
    ({ namespace, level, log: entry }) => {
      const { message, error, broker, groupId } = entry as Record<string, unknown>;
      const fields = { kafka: namespace, error, broker, groupId };
      // kafkajs reports every retry as an error; what it cannot get over reaches us as a rejection.
      if (level <= logLevel.WARN) log.debug(fields, String(message));
    };
}
