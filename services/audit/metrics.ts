import { Counter, Gauge, type Registry } from 'prom-client';

/** Told of what becomes of entries. */
export interface AuditMetrics {
  waiting(entries: number): void;
  failed(): void;
  lost(): void;
}

const NAMES = {
  waiting: 'linewatch_audit_waiting_entries',
  failed: 'linewatch_audit_failed_writes_total',
  lost: 'linewatch_audit_lost_entries_total',
};

/** Figures for Prometheus; services of one process share them, told apart by the label. */
export function createAuditMetrics(registry: Registry, service: string): AuditMetrics {
  const labelNames = ['service'];
  const registers = [registry];
  const counter = (name: string, help: string) =>
    (registry.getSingleMetric(name) as Counter<'service'> | undefined) ??
    new Counter({ name, help, labelNames, registers });
  const gauge =
    (registry.getSingleMetric(NAMES.waiting) as Gauge<'service'> | undefined) ??
    new Gauge({
      name: NAMES.waiting,
      help: 'Entries of the audit log on their way to Kafka',
      labelNames,
      registers,
    });
  const failed = counter(NAMES.failed, 'Writes of the audit log that have to be tried again');
  const lost = counter(NAMES.lost, 'Entries of the audit log that are in the log of the process only');
  lost.inc({ service }, 0);
  return {
    waiting: (entries) => gauge.set({ service }, entries),
    failed: () => failed.inc({ service }),
    lost: () => lost.inc({ service }),
  };
}
