import { createHmac } from 'node:crypto';
import type { Outgoing } from '../../lib/http/outgoing/outgoing.ts';
import type { Channel } from './channel.ts';

const MAX_BATCH = 100;

/**
 * Posts `{ "alerts": [...] }` to a URL. The header `linewatch-signature: t=<seconds>,v1=<hex>` is the HMAC-SHA256
 * of `<seconds>.<body>` under the shared secret, as Stripe and Slack do: the receiver checks that it is ours, and by
 * the time that nobody plays it back.
 */
export function createWebhookChannel(
  { id, url, secret }: { id: string; url: string; secret: string },
  { outgoing, now }: { outgoing: Pick<Outgoing, 'post'>; now: () => number },
): Channel {
  return {
    id,
    maxBatch: MAX_BATCH,
    async send(alerts, signal) {
      const body = JSON.stringify({ alerts });
      const seconds = Math.floor(now() / 1000);
      const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
      const headers = {
        'content-type': 'application/json',
        'linewatch-signature': `t=${seconds},v1=${digest}`,
      };
      await outgoing.post({ url, headers, body }, signal);
    },
  };
}
