import type { Outgoing } from '../../lib/http/outgoing/outgoing.ts';
import type { Alert } from '../alert.ts';
import { labelsOf } from '../message.ts';
import type { Channel } from './channel.ts';
import type { Texts } from './text.ts';

/** As Prometheus does it: told again every minute, and over by itself after four without a sign of life. */
const REFRESH_MS = 60_000;
const VALID_FOR_MS = 4 * REFRESH_MS;
/** Alerts in one request. */
const MAX_ALERTS = 500;

/**
 * Prometheus Alertmanager, API v2: `POST /api/v2/alerts` (api/v2/openapi.yaml, `postableAlerts`). It tells alerts
 * apart by their labels alone, so the conversation and the number of the target are labels too.
 */
export function createAlertmanagerChannel(
  { id, url, token }: { id: string; url: string; token: string | null },
  { outgoing, texts, now }: { outgoing: Pick<Outgoing, 'post'>; texts: Texts; now: () => number },
): Channel {
  const endpoint = `${url.replace(/\/+$/, '')}/api/v2/alerts`;
  const headers = {
    'content-type': 'application/json',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };

  function postable(alert: Alert): object {
    const { title, detail } = texts.textOf(alert, alert.changedAt);
    const [link] = texts.dashboardLink(alert);
    const endsAt = alert.state === 'resolved' ? alert.changedAt : now() + VALID_FOR_MS;
    return {
      labels: identityOf(alert),
      annotations: {
        title,
        summary: detail,
        ...(alert.runbook === '' ? {} : { runbook_url: alert.runbook }),
      },
      startsAt: new Date(alert.beganAt).toISOString(),
      endsAt: new Date(endsAt).toISOString(),
      ...(link === undefined ? {} : { generatorURL: link.url }),
    };
  }

  return {
    id,
    maxBatch: 100,
    hearsAcknowledged: false,
    refreshMs: REFRESH_MS,
    async send(notifications, signal) {
      const alerts = notifications.flatMap((each) => each.alerts.map(({ alert }) => alert));
      for (let i = 0; i < alerts.length; i += MAX_ALERTS) {
        const body = JSON.stringify(alerts.slice(i, i + MAX_ALERTS).map(postable));
        await outgoing.post({ url: endpoint, headers, body }, signal);
      }
    },
  };
}

/** Labels that are the same when it fires and when it is over, and of no other alert. */
function identityOf(alert: Alert): Record<string, string> {
  const { rule, conversationId, seq } = alert;
  const own = Object.entries(labelsOf(alert)).map(([name, value]) => [labelName(name), value]);
  const target = conversationId === '' ? {} : { conversation: conversationId, target: String(seq) };
  return { ...Object.fromEntries(own), ...target, alertname: rule };
}

/** Prometheus takes letters, digits and `_`, and no digit first. */
function labelName(name: string): string {
  return name.replace(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=[0-9])/, '_');
}
