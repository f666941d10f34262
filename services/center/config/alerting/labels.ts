import type { AlertRule } from './rules.ts';

/** The labels that alerts have of themselves; `source` those of `no_data` alone. */
export const ALERT_LABELS: readonly string[] = [
  'rule',
  'kind',
  'severity',
  'metric',
  'queue',
  'team',
  'agent',
  'channel',
  'priority',
  'policy',
  'customer_tier',
  'source',
];

/** Every label that an alert of these rules may have. */
export function labelNames(rules: readonly AlertRule[]): Set<string> {
  return new Set([...ALERT_LABELS, ...rules.flatMap(({ labels }) => Object.keys(labels))]);
}
