import type { Registry } from 'prom-client';
import type { SchemaRegistry } from '../lib/avro/registry.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import type { EventStream } from '../lib/event-stream.ts';
import type { AvroProducer } from '../lib/kafka/producer.ts';
import type { Log } from '../lib/log.ts';
import { createBlockWriter } from './block-writer.ts';
import { createDelivery, type DeliveryDeps, type DeliveryOptions } from './delivery.ts';
import { createIngestMetrics } from './metrics.ts';
import { createPipeline } from './pipeline.ts';
import type { Reference } from './stages/enrich.ts';
import { createClickHouseTimelineStore } from './tracker/clickhouse-store.ts';
import { createTracker } from './tracker/tracker.ts';

export interface IngestDeps {
  stream: EventStream;
  clickhouse: ClickHouse;
  registry: SchemaRegistry;
  producer: AvroProducer;
  reference: () => Reference;
  metrics: Registry;
  log: Log;
  now: () => number;
  onStep?: (step: string) => void;
}

export interface IngestOptions extends DeliveryOptions {
  /** Most conversations kept in memory. */
  maxConversations: number;
  /** Largest value that is decoded. */
  maxValueBytes: number;
}

export const DEFAULT_INGEST_OPTIONS: IngestOptions = {
  lingerMs: 250,
  maxRows: 20_000,
  idleMs: 1_000,
  heartbeatMs: 1_000,
  backoff: { minMs: 100, maxMs: 5_000 },
  maxConversations: 50_000,
  maxValueBytes: 1_048_576,
};

export interface Ingest {
  start(): Promise<void>;
  /** What ingest waits for, or null while everything answers. */
  waitingFor(): { step: string; code: string } | null;
  close(): Promise<void>;
}

/** Builds ingest from its parts; nothing runs before `start`. */
export function createIngest(deps: IngestDeps, options: IngestOptions): Ingest {
  const metrics = createIngestMetrics(deps.metrics);
  let waiting: { step: string; code: string } | null = null;
  const delivery: DeliveryDeps = {
    pipeline: createPipeline({ registry: deps.registry, reference: deps.reference, maxBytes: options.maxValueBytes }),
    tracker: createTracker(createClickHouseTimelineStore(deps.clickhouse), options),
    writer: createBlockWriter(deps),
    stream: deps.stream,
    log: deps.log,
    now: deps.now,
    onStored: (unit, tookMs) => metrics.stored(unit, tookMs, deps.now()),
    onWaiting: (step, code) => {
      waiting = step === null ? null : { step, code };
    },
    ...(deps.onStep ? { onStep: deps.onStep } : {}),
  };
  const handler = createDelivery(delivery, options);
  return {
    start: () => deps.stream.start(handler),
    waitingFor: () => waiting,
    async close() {
      await handler.close();
      await deps.stream.close();
    },
  };
}
