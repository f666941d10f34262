import type { FastifyBaseLogger, FastifyPluginAsync } from 'fastify';
import type { OwnStates } from '../../sources/agent-states.ts';
import type { CustomerIds } from '../../sources/customers.ts';
import type { RawRecord, SourceReader, System } from '../../sources/source.ts';

/** What came of the records of a request. */
export interface Taken {
  /** Events that Kafka has acknowledged. */
  accepted: number;
  /** Records that say nothing that is counted. */
  ignored: number;
  /** Records that were not understood: each is a dead letter by now. */
  dead: number;
}

/** What the endpoint of a system works with. */
export interface SourceTools {
  customers: CustomerIds;
  states: OwnStates;
  /** What the system proves itself with (access key, signing secret); without it senders prove themselves like any other. */
  secret: string | undefined;
  /** The address under which the system finds us, without a slash at its end; not set: where we listen. */
  publicUrl: string | undefined;
  maxBodyBytes: number;
  /** UTC ms. */
  now: () => number;
  /**
   * Reads records, sends their events, and puts those that were not understood to the dead letters; resolves once Kafka
   * has acknowledged all. Throws an HttpProblem (503, with Retry-After) while Kafka is away: nothing is lost when the
   * sender repeats the request.
   */
  take(
    reader: SourceReader,
    records: readonly RawRecord[],
    request: { bytes: number; log: FastifyBaseLogger },
  ): Promise<Taken>;
  /** Counts a request whose proof was missing, wrong or old. */
  badSignature(): void;
}

/** An endpoint `POST /v1/sources/{system}`. */
export interface SourceRoute {
  system: System;
  route(tools: SourceTools): FastifyPluginAsync;
}
