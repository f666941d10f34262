import type { Registry } from 'prom-client';
import { DELAY_BUCKETS, metersOf } from '../lib/meters.ts';
import type { Alert } from './alert.ts';
import type { Delivery } from './store/store.ts';

export type AlertingMetrics = ReturnType<typeof createAlertingMetrics>;

/** Alerting's own figures for Prometheus. Labels are ids of the configuration: bounded. */
export function createAlertingMetrics(registry: Registry) {
  const { counter, gauge, histogram } = metersOf(registry);
  const transitions = counter(
    'linewatch_alerting_transitions_total',
    'Alerts that came into a state',
    'rule',
    'state',
  );
  const deliveries = counter(
    'linewatch_alerting_deliveries_total',
    'Alerts told to a channel, or given up',
    'channel',
    'outcome',
  );
  const delay = histogram(
    'linewatch_alerting_delay_seconds',
    'From the due time of an alert until a channel has taken it; not of alerts that were late, grouped or held back',
    DELAY_BUCKETS,
    'channel',
  );
  const leading = gauge(
    'linewatch_alerting_leading',
    '1 in the process that alerts, 0 in those that stand by',
  );
  return {
    leads(is: boolean): void {
      leading.set(is ? 1 : 0);
    },
    changed(alerts: readonly Alert[]): void {
      for (const { rule, state } of alerts) transitions.inc({ rule, state });
    },
    delivered({ alert, channel, outcome, finishedAt, prompt }: Delivery): void {
      deliveries.inc({ channel, outcome });
      if (outcome === 'delivered' && prompt && alert.state === 'firing' && !alert.late) {
        delay.observe({ channel }, Math.max(0, finishedAt - alert.beganAt) / 1000);
      }
    },
  };
}
