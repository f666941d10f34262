import { expect, it } from 'vitest';
import { createWebhookChannel } from '../../../services/alerting/channels/webhook.ts';
import type { OutgoingRequest } from '../../../services/lib/http/outgoing/outgoing.ts';
import { alertOf } from '../alerts.ts';
import { notificationOf } from './notifications.ts';

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
  await channel.send([notificationOf(alertOf())], new AbortController().signal);
  const { body, headers, url } = requests[0]!;
  expect(url).toBe('https://example.org/hook');
  expect(JSON.parse(body).alerts).toMatchObject([{ rule: 'breach', state: 'firing', conversation_id: 'c1' }]);
  expect(body).toBe(BODY);
  expect(headers['linewatch-signature']).toBe(`t=${AT / 1000},v1=${SIGNED}`);
});

it('a long list goes in several requests, each told under its own key', async () => {
  const bodies: { alerts: { idempotency_key: string }[] }[] = [];
  const outgoing = {
    async post({ body }: OutgoingRequest) {
      bodies.push(JSON.parse(body));
      return '';
    },
  };
  const channel = createWebhookChannel(
    { id: 'hook', url: 'https://example.org', secret: SECRET },
    { outgoing, now: () => AT },
  );
  const alerts = Array.from({ length: 101 }, (_, i) => alertOf({ conversationId: `c${i}`, id: `a${i}` }));
  const group = notificationOf(alerts);
  const repeated = { ...group, alerts: group.alerts.map((each) => ({ ...each, key: `${each.key}-again` })) };
  await channel.send([repeated], new AbortController().signal);
  expect(bodies.map((body) => body.alerts.length)).toEqual([100, 1]);
  expect(bodies[1]!.alerts[0]!.idempotency_key).toBe('a100-1-again');
});
