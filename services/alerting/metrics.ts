import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Alert } from './alert.ts';
import type { Delivery } from './store/store.ts';

export type AlertingMetrics = ReturnType<typeof createAlertingMetrics>;

/** Alerting's own figures for Prometheus. Labels are ids of the configuration: bounded. */
export function createAlertingMetrics(registry: Registry) {
  const registers = [registry];
  const transitions = new Counter({
    name: 'linewatch_alerting_transitions_total',
    help: 'Alerts that came into a state',
    labelNames: ['rule', 'state'],
    registers,
  });
  const deliveries = new Counter({
    name: 'linewatch_alerting_deliveries_total',
    help: 'Alerts told to a channel, or given up',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const delay = new Histogram({
    name: 'linewatch_alerting_delay_seconds',
    help: 'From the due time of an alert until a channel has taken it; not of alerts that were late or grouped',
    buckets: [0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60],
    labelNames: ['channel'],
    registers,
  });
  const leading = new Gauge({
    name: 'linewatch_alerting_leading',
    help: '1 in the process that alerts, 0 in those that stand by',
    registers,
  });
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
