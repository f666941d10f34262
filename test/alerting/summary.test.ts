import { expect, it } from 'vitest';
import type { Alert } from '../../services/alerting/alert.ts';
import { summaryOf } from '../../services/alerting/summary.ts';
import { alertOf } from './alerts.ts';

const figure = (fields: Partial<Alert>): Alert =>
  alertOf({ conversationId: '', kind: 'threshold', queue: '', ...fields });

it.each<[Alert, string]>([
  [alertOf(), 'first response of c1 in billing was due at 2026-03-05T12:00:00.000Z'],
  [
    alertOf({ kind: 'sla_warning', state: 'resolved' }),
    'Resolved: first response of c1 in billing is about to be missed, at risk since 2026-03-05T12:00:00.000Z',
  ],
  [
    figure({ metric: 'service_level', queue: 'billing', value: 0.7251, threshold: 0.8 }),
    'service level of billing is 72.5 %, the threshold is 80 %, since 2026-03-05T12:00:00.000Z',
  ],
  [
    figure({ metric: 'longest_wait', value: 320_000, threshold: 300_000 }),
    'longest wait is 5m 20s, the threshold is 5m, since 2026-03-05T12:00:00.000Z',
  ],
  [
    figure({ kind: 'surge', metric: 'offered', channel: 'voice', value: 412, threshold: 182.5 }),
    'offered of voice is 412, far more than usual (from 182.5 on), since 2026-03-05T12:00:00.000Z',
  ],
  [
    figure({ kind: 'no_data', metric: '', labels: { source: 'zendesk' }, value: 960_000 }),
    'nothing has come from zendesk for 16m',
  ],
])('an alert is one sentence %#', (alert, sentence) => expect(summaryOf(alert)).toBe(sentence));
