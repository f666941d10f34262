import { createHmac } from 'node:crypto';
import type { Outgoing } from '../../lib/http/outgoing/outgoing.ts';
import { type AlertMessage, messagesOf } from '../message.ts';
import { type Channel, PLAIN } from './channel.ts';

/** Alerts in one request. */
const MAX_ALERTS = 100;

/**
 * Posts `{ "alerts": [...] }` to a URL. The header `linewatch-signature: t=<seconds>,v1=<hex>` is the HMAC-SHA256
 * of `<seconds>.<body>` under the shared secret, as Stripe and Slack do: the receiver checks that it is ours, and by
 * the time that nobody plays it back.
 */
export function createWebhookChannel(
  { id, url, secret }: { id: string; url: string; secret: string },
  { outgoing, now }: { outgoing: Pick<Outgoing, 'post'>; now: () => number },
): Channel {
  async function post(alerts: readonly AlertMessage[], signal: AbortSignal): Promise<void> {
    const body = JSON.stringify({ alerts });
    const seconds = Math.floor(now() / 1000);
    const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'linewatch-signature': `t=${seconds},v1=${digest}`,
    };
    await outgoing.post({ url, headers, body }, signal);
  }
  return {
    ...PLAIN,
    id,
    maxBatch: MAX_ALERTS,
    async send(notifications, signal) {
      const alerts = messagesOf(notifications);
      for (let i = 0; i < alerts.length; i += MAX_ALERTS) await post(alerts.slice(i, i + MAX_ALERTS), signal);
    },
  };
}
