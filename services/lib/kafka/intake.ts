import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import { codeOf } from '../errors.ts';
import type { EventProducer } from '../event-producer.ts';
import { HttpProblem } from '../http/problems.ts';
import type { Log } from '../log.ts';
import type { AvroProducer, KeyedValue } from './producer.ts';

export interface IntakeOptions {
  /** Most bytes of request bodies whose events are on their way to Kafka. */
  maxInFlightBytes: number;
  /** A sender hears of a failure after this time at the latest; the vendors of webhooks give up after 5 s. */
  sendTimeoutMs: number;
}

/** Told of what is on its way, and of what was not taken. */
export interface IntakeMetrics {
  inFlight(bytes: number): void;
  refused(reason: 'busy' | 'kafka'): void;
}

/** Where dead letters of records go that never became events. */
export type Letters = Pick<AvroProducer, 'send'>;

type RequestLog = Pick<Log, 'debug' | 'warn'>;

/** The door to Kafka, with a bound. */
export interface Intake {
  /**
   * Resolves once every event, and every dead letter, is acknowledged by all in-sync replicas. Rejects with a 503 (`BUSY`,
   * `KAFKA_UNAVAILABLE`) when any of them may not be stored: the sender sends all of them again, and those
   * that were stored after all count once.
   *
   * @param bytes size of the request that the events came in.
   * @param log of the request: what becomes of its events is told with its id.
   */
  accept(
    events: readonly OutgoingEvent[],
    bytes: number,
    log: RequestLog,
    letters?: readonly KeyedValue[],
  ): Promise<void>;
}

export function createIntake(
  deps: { producer: EventProducer; letters?: Letters; metrics: IntakeMetrics },
  options: IntakeOptions,
): Intake {
  let inFlight = 0;

  /** What is sent stays in flight until Kafka has it, even when the sender was told to come again. */
  async function send(
    events: readonly OutgoingEvent[],
    letters: readonly KeyedValue[],
    bytes: number,
  ): Promise<void> {
    inFlight += bytes;
    deps.metrics.inFlight(inFlight);
    try {
      await Promise.all([
        events.length > 0 ? deps.producer.send(events) : null,
        letters.length > 0 ? deps.letters?.send(letters) : null,
      ]);
    } finally {
      inFlight -= bytes;
      deps.metrics.inFlight(inFlight);
    }
  }

  return {
    async accept(events, bytes, log, letters = []) {
      if (events.length === 0 && letters.length === 0) return;
      if (inFlight + bytes > options.maxInFlightBytes) {
        deps.metrics.refused('busy');
        throw new HttpProblem(503, 'BUSY', 'Too much is on its way to Kafka', {
          detail: 'send it again in a moment',
        });
      }
      const timeout = new AbortController();
      const late = sleep(options.sendTimeoutMs, 'late' as const, { signal: timeout.signal });
      try {
        const outcome = await Promise.race([send(events, letters, bytes), late]);
        if (outcome !== 'late') {
          log.debug({ events: events.map(({ value }) => value.event_id) }, 'events are on Kafka');
          return;
        }
        log.warn({ events: events.length }, 'Kafka has not acknowledged in time');
      } catch (error) {
        log.warn({ events: events.length, code: codeOf(error) }, 'Kafka did not take events');
      } finally {
        timeout.abort();
      }
      deps.metrics.refused('kafka');
      throw new HttpProblem(503, 'KAFKA_UNAVAILABLE', 'Kafka does not acknowledge', {
        detail: 'nothing is known to be stored: send all of it again',
      });
    },
  };
}
