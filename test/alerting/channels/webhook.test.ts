import { expect, it } from 'vitest';
import { createWebhookChannel } from '../../../services/alerting/channels/webhook.ts';
import { messageOf } from '../../../services/alerting/message.ts';
import type { OutgoingRequest } from '../../../services/lib/http/outgoing/outgoing.ts';
import { alertOf } from '../alerts.ts';

const SECRET = 'whsec_test';
const BODY =
  '{"alerts":[{"idempotency_key":"0c3f46a08f8afbb2ba42599ca1e0b1f4-1","alert_id":"0c3f46a08f8afbb2ba42599ca1e0b1f4","rule":"breach","kind":"sla_breach","severity":"critical","state":"firing","reason":"due","summary":"first response of c1 in billing was due at 2026-03-05T12:00:00.000Z","began_at":1772712000000,"changed_at":1772712000000,"late":false,"unconfirmed":false,"conversation_id":"c1","metric":"first_response","value":null,"threshold":3600000,"labels":[{"name":"rule","value":"breach"},{"name":"kind","value":"sla_breach"},{"name":"severity","value":"critical"},{"name":"metric","value":"first_response"},{"name":"queue","value":"billing"}],"runbook":null}]}';
/** By OpenSSL: `printf %s "1772712000.$BODY" | openssl dgst -sha256 -hmac whsec_test`. */
const SIGNED = '09c5a06e36de0230c4da275392a3d94fbec4a522f66e979f4c24ad9322754e3e';
const AT = Date.UTC(2026, 2, 5, 12);

it('a webhook carries the alerts, signed together with the time', async () => {
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
  expect(body).toBe(BODY);
  expect(headers['linewatch-signature']).toBe(`t=${AT / 1000},v1=${SIGNED}`);
});
