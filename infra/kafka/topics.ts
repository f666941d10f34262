import type { ITopicConfig } from 'kafkajs';
import { INPUT_TOPICS, TOPICS } from '../../schemas/index.ts';

const DAY_MS = 86_400_000;
/** Long enough to rebuild a ClickHouse that was lost from a backup of last week. */
const INPUT_RETENTION_MS = 14 * DAY_MS;
/** Nobody reads a dead letter on the day it was written. */
const OUTPUT_RETENTION_MS = 90 * DAY_MS;
/** Who opened what is asked a year later; the table keeps it for as long as its own retention says. */
const AUDIT_RETENTION_MS = 400 * DAY_MS;
/** Followers read some seconds back; the rest is for who looks into it after a fault. */
const LIVE_RETENTION_MS = 3_600_000;
/** Kafka deletes whole segments: with those of a gigabyte nothing would go. */
const LIVE_SEGMENT_MS = 600_000;

/**
 * The topics of Linewatch as a cluster should have them.
 * @param partitions of each topic that ingest reads: the most ingest processes that can share the work
 * @param replicas 3 where nothing acknowledged may be lost with a broker
 */
export function topicsOf({ partitions, replicas }: { partitions: number; replicas: number }): ITopicConfig[] {
  const topic = (
    name: string,
    retentionMs: number,
    more: readonly { name: string; value: string }[] = [],
  ): ITopicConfig => ({
    topic: name,
    numPartitions: partitions,
    replicationFactor: replicas,
    configEntries: [
      { name: 'retention.ms', value: String(retentionMs) },
      // Retention and freshness go by this clock: an import of old events, or a producer whose clock is wrong, must
      // not have its records deleted on arrival.
      { name: 'message.timestamp.type', value: 'LogAppendTime' },
      // One replica may be away, and what is acknowledged is on two.
      { name: 'min.insync.replicas', value: String(Math.max(1, replicas - 1)) },
      ...more,
    ],
  });
  return [
    ...INPUT_TOPICS.map((name) => topic(name, INPUT_RETENTION_MS)),
    topic(TOPICS.deadLetters, OUTPUT_RETENTION_MS),
    topic(TOPICS.slaAlerts, OUTPUT_RETENTION_MS),
    topic(TOPICS.audit, AUDIT_RETENTION_MS),
    topic(TOPICS.live, LIVE_RETENTION_MS, [{ name: 'segment.ms', value: String(LIVE_SEGMENT_MS) }]),
  ];
}
