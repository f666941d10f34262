import type { Registry } from 'prom-client';
import { TOPICS } from '../../schemas/index.ts';
import type { ReadingTools } from '../domain/words/read.ts';
import type { SchemaRegistry } from '../lib/avro/registry.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import type { EventStream } from '../lib/event-stream.ts';
import type { AvroProducer } from '../lib/kafka/producer.ts';
import type { Log } from '../lib/log.ts';
import type { LiveSink } from '../live/feed.ts';
import type { ForgottenList } from '../privacy/forgotten-list.ts';
import type { PeopleHash } from '../privacy/people.ts';
import { createBlockWriter, type Unit } from './block-writer.ts';
import { createDelivery, type DeliveryDeps } from './delivery.ts';
import { createIngestMetrics } from './metrics.ts';
import type { IngestOptions } from './options.ts';
import { createPipeline } from './pipeline.ts';
import type { Reference } from './stages/enrich.ts';
import type { AfterForget } from './stages/forget.ts';
import { createClickHouseTimelineStore, readStoredIds } from './tracker/clickhouse-store.ts';
import { createSparingStore, DEFAULT_SPARING } from './tracker/sparing-store.ts';
import { createTracker } from './tracker/tracker.ts';

export interface IngestDeps {
  stream: EventStream;
  clickhouse: ClickHouse;
  registry: SchemaRegistry;
  producer: AvroProducer;
  reference: () => Reference;
  /** What texts are read with; null: they are dropped unread. */
  texts: () => ReadingTools | null;
  forgotten: Pick<ForgottenList, 'current' | 'ready'>;
  afterForget: () => AfterForget;
  /** Puts hashes in the place of customers' ids; null: they are kept as they come. */
  people: PeopleHash;
  metrics: Registry;
  log: Log;
  now: () => number;
  /** Hears of what changed, ahead of storage. */
  feed?: LiveSink | undefined;
  onStep?: (step: string) => void;
}

/** Most dead letters that one line of the log names. */
const MAX_TOLD = 5;

export interface Ingest {
  start(): Promise<void>;
  /** The steps that wait for a server, with the code of its last error; none while everything answers. */
  waitingFor(): { step: string; code: string }[];
  /** Whether it is this process that does what only one has to do. */
  leads(): boolean;
  /** Counts a dead letter that came from elsewhere. */
  noteLetter(letter: { topic: string; reason: string }): void;
  /** Rejects when ingest cannot go on in this process. */
  failed: Promise<never>;
  close(): Promise<void>;
}

/** Builds ingest from its parts; nothing runs before `start`. */
export function createIngest(deps: IngestDeps, options: IngestOptions): Ingest {
  const metrics = createIngestMetrics(deps.metrics);
  const waiting = new Map<string, string>();
  const failed = createFailure();
  const delivery: DeliveryDeps = {
    pipeline: createPipeline({
      registry: deps.registry,
      reference: deps.reference,
      texts: deps.texts,
      forgotten: deps.forgotten,
      afterForget: deps.afterForget,
      people: deps.people,
      maxBytes: options.maxValueBytes,
    }),
    tracker: createTracker(
      createSparingStore(createClickHouseTimelineStore(deps.clickhouse), readStoredIds(deps.clickhouse), {
        ...DEFAULT_SPARING,
        now: deps.now,
      }),
      options,
    ),
    writer: createBlockWriter(deps),
    stream: deps.stream,
    log: deps.log,
    now: deps.now,
    forgotten: () => deps.forgotten.current().size,
    onStored(unit, tookMs) {
      metrics.stored(unit, tookMs, deps.now());
      tellDead(unit, deps.log);
    },
    onWaiting(step, code) {
      if (code === null) waiting.delete(step);
      else waiting.set(step, code);
      metrics.waiting(step, code !== null);
    },
    onFailed: failed.fail,
    ...(deps.feed ? { onNews: deps.feed.publish } : {}),
    ...(deps.onStep ? { onStep: deps.onStep } : {}),
  };
  const handler = createDelivery(delivery, options);
  return {
    start: () => deps.stream.start(handler),
    failed: failed.promise,
    leads: () => handler.has({ topic: TOPICS.tickets, partition: 0 }),
    noteLetter: metrics.deadElsewhere,
    waitingFor() {
      const absence = deps.stream.waitingFor();
      const steps = [...waiting].map(([step, code]) => ({ step, code }));
      return absence === null ? steps : [{ step: 'consume', code: absence }, ...steps];
    },
    async close() {
      await handler.close();
      await deps.stream.close();
    },
  };
}

/** Says where the first of them are; the topic of dead letters has all, with what was in them. */
function tellDead({ block: { dead } }: Unit, log: Log): void {
  if (dead.length === 0) return;
  const first = dead.slice(0, MAX_TOLD).map(({ topic, partition, record, reason }) => ({
    record: `${topic}/${partition}/${record.offset}`,
    reason,
  }));
  log.warn({ records: dead.length, first }, 'records became dead letters');
}

function createFailure(): { promise: Promise<never>; fail: (error: Error) => void } {
  let fail: (error: Error) => void = () => {};
  const promise = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Whoever runs ingest waits for it; a caller that does not must not be ended by it.
  promise.catch(() => {});
  return { promise, fail };
}
