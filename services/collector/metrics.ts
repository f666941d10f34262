import type { Registry } from 'prom-client';
import { metersOf } from '../lib/meters.ts';
import type { System } from '../sources/source.ts';

/** Where events come from: a closed set, so that it may be a label. */
export type Source = 'events' | 'zendesk' | 'intercom' | 'chatwoot' | System;
type Outcome = 'accepted' | 'rejected' | 'ignored';

/** The collector's own figures for Prometheus. */
export function createCollectorMetrics(registry: Registry) {
  const { counter, gauge } = metersOf(registry);
  const events = counter(
    'linewatch_collector_events_total',
    'Events that came in: acknowledged by Kafka, rejected as faulty, or of no use; records, where nothing came of them',
    'source',
    'outcome',
  );
  const refused = counter(
    'linewatch_collector_refused_requests_total',
    'Requests that their sender has to repeat',
    'reason',
  );
  const unsigned = counter(
    'linewatch_collector_bad_signatures_total',
    'Requests with a missing, wrong or old signature or key of their own',
    'source',
  );
  const inFlight = gauge(
    'linewatch_collector_in_flight_bytes',
    'Bytes of requests whose events are on their way to Kafka',
  );

  return {
    events(source: Source, outcome: Outcome, count: number): void {
      if (count > 0) events.inc({ source, outcome }, count);
    },
    refused(reason: 'busy' | 'kafka'): void {
      refused.inc({ reason });
    },
    badSignature(source: Source): void {
      unsigned.inc({ source });
    },
    inFlight(bytes: number): void {
      inFlight.set(bytes);
    },
  };
}

export type CollectorMetrics = ReturnType<typeof createCollectorMetrics>;
