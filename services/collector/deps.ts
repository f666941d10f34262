import type { Registry } from 'prom-client';
import type { Authenticate } from '../access/authenticate.ts';
import type { RateLimits } from '../access/limits.ts';
import type { Audit } from '../audit/audit.ts';
import type { Texts } from '../center/texts.ts';
import type { EventProducer } from '../lib/event-producer.ts';
import type { ReadinessCheck } from '../lib/http/operations.ts';
import type { IntakeOptions, Letters } from '../lib/kafka/intake.ts';
import type { Log } from '../lib/log.ts';
import type { OwnStates } from '../sources/agent-states.ts';
import type { CustomerIds } from '../sources/customers.ts';
import type { SourceOf } from '../sources/index.ts';
import type { System } from '../sources/source.ts';
import type { SourceRoute } from './sources/tools.ts';
import type { Vendor } from './webhooks/webhook.ts';

/** The systems that send their own records, and what is needed to take them. */
export interface CollectorSources {
  routes: readonly SourceRoute[];
  sourceOf: SourceOf;
  /** Null: there is nothing to make customers' ids with, and their records wait. */
  customers: CustomerIds | null;
  /** What the center calls its agents' states. */
  states: OwnStates;
  /** What a system proves itself with. One without has to prove itself like any other sender. */
  secrets: Readonly<Partial<Record<System, string | undefined>>>;
  publicUrl: string | undefined;
}

/** What the collector works with. */
export interface CollectorDeps {
  producer: EventProducer;
  /** Where records go that were not understood. */
  letters: Letters;
  kafkaReachable: ReadinessCheck;
  /** What texts of messages are read with: they go no further. */
  texts: Pick<Texts, 'tools'>;
  /** The secret that a vendor signs with. A vendor without one has to prove itself like any other sender. */
  secrets: Readonly<Record<Vendor, string | undefined>>;
  sources: CollectorSources;
  /** Not given: everybody may come in. */
  authenticate?: Authenticate | undefined;
  /** Not given: nothing is noted. */
  audit?: Audit | undefined;
  /** Not given: as often as they like. */
  limits?: RateLimits | undefined;
  trustedProxies?: readonly string[] | undefined;
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
