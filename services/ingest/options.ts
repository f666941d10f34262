import type { Backoff } from '../lib/backoff.ts';

/** Limits of the delivery of events from Kafka to ClickHouse. */
export interface DeliveryOptions {
  /** Shortest time between two writes; what arrives meanwhile is written together. */
  lingerMs: number;
  /** Records at which a unit is written without waiting for `lingerMs`, and at which batches wait. */
  maxRecords: number;
  /** Size of keys and values at which the same happens. One batch may be larger; then it is a unit by itself. */
  maxBytes: number;
  /** Records up to which what waits is measured after each batch, for boards. */
  maxPeeked: number;
  /** Longest time without a write: freshness is told even when nothing happens. */
  idleMs: number;
  /** How often a waiting batch tells the group that it is alive. */
  heartbeatMs: number;
  /** Longest that one call of a server may take before the process is given up. */
  stallMs: number;
  /** How long `close` goes on trying to store what is waiting. */
  closeMs: number;
  backoff: Backoff;
}

export interface IngestOptions extends DeliveryOptions {
  /** Most conversations kept in memory. */
  maxConversations: number;
  /** Largest value that is decoded. */
  maxValueBytes: number;
}

export const DEFAULT_INGEST_OPTIONS: IngestOptions = {
  lingerMs: 250,
  maxRecords: 20_000,
  maxBytes: 33_554_432,
  maxPeeked: 500,
  idleMs: 1_000,
  heartbeatMs: 1_000,
  stallMs: 300_000,
  closeMs: 3_000,
  backoff: { minMs: 100, maxMs: 5_000 },
  maxConversations: 50_000,
  maxValueBytes: 1_048_576,
};

/** The consumer group of ingest, where nothing else is said. */
export const INGEST_GROUP = 'linewatch-ingest';
