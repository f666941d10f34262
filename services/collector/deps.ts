import type { Registry } from 'prom-client';
import type { Authenticate } from '../access/authenticate.ts';
import type { Texts } from '../center/texts.ts';
import type { EventProducer } from '../lib/event-producer.ts';
import type { ReadinessCheck } from '../lib/http/operations.ts';
import type { IntakeOptions } from '../lib/kafka/intake.ts';
import type { Log } from '../lib/log.ts';
import type { Vendor } from './webhooks/webhook.ts';

/** What the collector works with. */
export interface CollectorDeps {
  producer: EventProducer;
  kafkaReachable: ReadinessCheck;
  /** What texts of messages are read with: they go no further. */
  texts: Pick<Texts, 'tools'>;
  /** The secret that a vendor signs with. A vendor without one has to prove itself like any other sender. */
  secrets: Readonly<Record<Vendor, string | undefined>>;
  /** Not given: everybody may come in. */
  authenticate?: Authenticate | undefined;
  metrics: Registry;
  log: Log;
  now: () => number;
}

export interface CollectorOptions extends IntakeOptions {
  /** Well below the size of a batch that Kafka takes by default: a request may go to one partition. */
  maxBodyBytes: number;
  /** Most events of one request. */
  maxEvents: number;
  /** A request must have arrived whole within this time. */
  requestTimeoutMs: number;
  /** With `maxBodyBytes`, bounds the memory of requests that are still arriving. */
  maxConnections: number;
  /** A webhook signed longer ago than this may be a replay. */
  signatureToleranceMs: number;
}

export const DEFAULT_COLLECTOR_OPTIONS: CollectorOptions = {
  maxInFlightBytes: 64 * 1_048_576,
  sendTimeoutMs: 4_000,
  maxBodyBytes: 1_000_000,
  maxEvents: 1_000,
  requestTimeoutMs: 30_000,
  maxConnections: 500,
  signatureToleranceMs: 5 * 60_000,
};
