import kafkajs, { type Kafka } from 'kafkajs';
import { askKafka } from './ask.ts';

// Node does not see the names of a CommonJS module that it takes over from others.
const { ConfigResourceTypes } = kafkajs;

const ASK_MS = 10_000;
/** How often Kafka looks for segments to delete, and how long it keeps the files of those: its defaults. */
const DELETES_WITHIN_MS = 6 * 60_000;

/** How long a topic keeps a record. */
export interface Retention {
  /** At most so long after its timestamp, ms; null: age removes nothing. */
  keepsMs: number | null;
}

/**
 * A segment goes once its youngest record is older than `retention.ms`, and takes records until it is `segment.ms` old, so
 * a record may stay for both together.
 */
export async function readRetention(kafka: Kafka, topic: string): Promise<Retention> {
  const { resources } = await askKafka(kafka, ASK_MS, (admin) =>
    admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
    }),
  );
  const settings = new Map(
    resources[0]?.configEntries.map(({ configName, configValue }) => [configName, Number(configValue)]),
  );
  const retentionMs = settings.get('retention.ms') ?? -1;
  if (retentionMs < 0) return { keepsMs: null };
  return { keepsMs: retentionMs + (settings.get('segment.ms') ?? 0) + DELETES_WITHIN_MS };
}
