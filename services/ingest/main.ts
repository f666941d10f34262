import type { Registry } from 'prom-client';
import { INPUT_TOPICS } from '../../schemas/index.ts';
import type { Audit } from '../audit/audit.ts';
import { keepAudit } from '../audit/keeper.ts';
import { noteCenter } from '../audit/reloads.ts';
import { startAudit } from '../audit/start.ts';
import { createTexts, keepUp } from '../center/texts.ts';
import { connectClickHouse, connectKafka, connectRegistry } from '../lib/connections.ts';
import { createKafkaEventStream } from '../lib/kafka/event-stream.ts';
import { createAvroProducer } from '../lib/kafka/producer.ts';
import type { RoleContext } from '../lib/role.ts';
import type { LiveSink } from '../live/feed.ts';
import { createPublisherMetrics } from '../live/metrics.ts';
import { createPublisher } from '../live/topic/publisher.ts';
import { centerOfHashed } from '../privacy/agents-in-center.ts';
import { followForgotten } from '../privacy/forgotten-list.ts';
import { peopleHashOf } from '../privacy/people.ts';
import { keepRollups } from '../rollups/keeper.ts';
import { createIngest, type Ingest } from './app.ts';
import { DEFAULT_INGEST_OPTIONS, INGEST_GROUP, type IngestOptions } from './options.ts';
import { createReference } from './reference.ts';
import { startSourceLetters } from './source-letters.ts';

const MIB = 1_048_576;

export interface IngestSettings {
  groupId: string;
  /** The group gives partitions away after this long without a sign of life. */
  sessionTimeoutMs: number;
  options: IngestOptions;
  /** Where boards are in the same process. Else what changes is told on `contact.live`. */
  feed?: LiveSink;
  /** Where the process has an audit log already. Else ingest starts one. */
  audit?: Audit;
  onStep?: (step: string) => void;
}

export const DEFAULT_SETTINGS: IngestSettings = {
  groupId: INGEST_GROUP,
  sessionTimeoutMs: 30_000,
  options: DEFAULT_INGEST_OPTIONS,
};

/**
 * Starts ingest: it joins the consumer group and stores what comes until the lifecycle stops it, or until `failed`
 * of what it gives rejects.
 */
export async function startIngest(
  context: RoleContext,
  metrics: Registry,
  given: Partial<IngestSettings> = {},
): Promise<Ingest> {
  const settings = { ...DEFAULT_SETTINGS, ...given };
  const { environment, endpoints, lifecycle } = context;
  const log = context.log.child({ role: 'ingest' });
  const texts = createTexts();
  const audit = settings.audit ?? (await startAudit({ ...context, log }, 'ingest', metrics));
  const { center } = await centerOfHashed(
    context,
    (changed) => {
      reference = createReference(changed);
      keepUp(texts, changed, log);
    },
    noteCenter(audit),
  );
  let reference = createReference(center());
  await texts.follow(center());
  const kafka = connectKafka(environment, endpoints, 'ingest', log);
  const registry = connectRegistry(endpoints);
  const clickhouse = await lifecycle.start(
    async () => connectClickHouse(environment, endpoints),
    (client) => client.close(),
  );
  const forgotten = await lifecycle.start(
    async () => followForgotten(clickhouse, log),
    (list) => list.close(),
  );
  const producer = await lifecycle.start(
    () => createAvroProducer(kafka, registry),
    (one) => one.close(),
  );
  const feed =
    settings.feed ??
    (await lifecycle.start(
      async () => createPublisher({ producer, metrics: createPublisherMetrics(metrics), log, now: Date.now }),
      (one) => one.close(),
    ));
  const stream = createKafkaEventStream(
    kafka,
    {
      groupId: settings.groupId,
      topics: INPUT_TOPICS,
      sessionTimeoutMs: settings.sessionTimeoutMs,
      maxBytesPerPartition: MIB,
      maxBytes: 16 * MIB,
    },
    log,
  );
  const ingest = createIngest(
    {
      stream,
      clickhouse,
      registry,
      producer,
      reference: () => reference,
      texts: texts.tools,
      forgotten,
      afterForget: () => center().privacy.afterForget,
      people: peopleHashOf(environment, center().privacy),
      metrics,
      log,
      now: Date.now,
      feed,
      ...(settings.onStep ? { onStep: settings.onStep } : {}),
    },
    settings.options,
  );
  await lifecycle.start(
    async () =>
      startSourceLetters(
        { kafka, registry, clickhouse, log, onStored: ingest.noteLetter },
        `${settings.groupId}-source-letters`,
      ),
    (letters) => letters.close(),
  );
  await lifecycle.start(
    async () => keepAudit({ kafka, registry, clickhouse, log }, `${settings.groupId}-audit`),
    (keeper) => keeper.close(),
  );
  await lifecycle.start(
    async () => {
      await ingest.start();
      return ingest;
    },
    (one) => one.close(),
  );
  await lifecycle.start(
    async () => keepRollups({ clickhouse, log, now: Date.now, leads: ingest.leads }),
    (keeper) => keeper.close(),
  );
  return ingest;
}
