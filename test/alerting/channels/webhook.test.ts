import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { createWebhookChannel } from '../../../services/alerting/channels/webhook.ts';
import { messageOf } from '../../../services/alerting/message.ts';
import type { OutgoingRequest } from '../../../services/lib/http/outgoing/outgoing.ts';
import { alertOf } from '../alerts.ts';

const SECRET = 'whsec_test';
const AT = Date.UTC(2026, 2, 5, 12);

it('a webhook carries the alerts, signed with the time so that OpenSSL comes to the same', async () => {
  const requests: OutgoingRequest[] = [];
  const outgoing = {
    async post(request: OutgoingRequest) {
      requests.push(request);
      return '';
    },
  };
  const channel = createWebhookChannel(
    { id: 'hook', url: 'https://example.org/hook', secret: SECRET },
    { outgoing, now: () => AT + 999 },
  );
  await channel.send([messageOf(alertOf())], new AbortController().signal);
  const { body, headers, url } = requests[0]!;
  expect(url).toBe('https://example.org/hook');
  expect(JSON.parse(body).alerts).toMatchObject([{ rule: 'breach', state: 'firing', conversation_id: 'c1' }]);
  const signed = execFileSync('openssl', ['dgst', '-sha256', '-hmac', SECRET, '-hex'], {
    input: `${AT / 1000}.${body}`,
    encoding: 'utf8',
  });
  expect(headers['linewatch-signature']).toBe(`t=${AT / 1000},v1=${signed.trim().split(' ').at(-1)}`);
});
