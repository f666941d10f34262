import { Counter, Gauge, type Registry } from 'prom-client';

/** Where events come from: a closed set, so that it may be a label. */
export type Source = 'events' | 'zendesk' | 'intercom' | 'chatwoot';
type Outcome = 'accepted' | 'rejected' | 'ignored';

/** The collector's own figures for Prometheus. */
export function createCollectorMetrics(registry: Registry) {
  const registers = [registry];
  const events = new Counter({
    name: 'linewatch_collector_events_total',
    help: 'Events that came in: acknowledged by Kafka, rejected as faulty, or of no use (webhooks only)',
    labelNames: ['source', 'outcome'],
    registers,
  });
  const refused = new Counter({
    name: 'linewatch_collector_refused_requests_total',
    help: 'Requests that their sender has to repeat',
    labelNames: ['reason'],
    registers,
  });
  const unsigned = new Counter({
    name: 'linewatch_collector_bad_signatures_total',
    help: 'Webhooks with a missing, wrong or old signature',
    labelNames: ['source'],
    registers,
  });
  const inFlight = new Gauge({
    name: 'linewatch_collector_in_flight_bytes',
    help: 'Bytes of requests whose events are on their way to Kafka',
    registers,
  });

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
