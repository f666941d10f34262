import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NOW, startTestCollector } from './harness.ts';

const secrets = { zendesk: 'zendesk-secret', intercom: 'intercom-secret', chatwoot: 'chatwoot-secret' };
/** Not as a serializer would write it: a signature is of the bytes that came. */
const BODY = '{ "type":"zen:event-type:user.created",\n "topic":"ping", "event":"contact_created", "é":"ü" }';
const MINUTE = 60_000;

/** Each vendor's recipe, as its documentation gives it. */
const sign = {
  zendesk: (secret: string, body = BODY, at = NOW) => {
    const timestamp = new Date(at).toISOString();
    return {
      'x-zendesk-webhook-signature-timestamp': timestamp,
      'x-zendesk-webhook-signature': createHmac('sha256', secret)
        .update(timestamp + body)
        .digest('base64'),
    };
  },
  intercom: (secret: string, body = BODY) => ({
    'x-hub-signature': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
  }),
  chatwoot: (secret: string, body = BODY, at = NOW) => {
    const timestamp = String(Math.floor(at / 1_000));
    return {
      'x-chatwoot-timestamp': timestamp,
      'x-chatwoot-signature': `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`,
    };
  },
};

async function post(vendor: keyof typeof sign, headers: Record<string, string>, body = BODY) {
  const collector = await startTestCollector({ secrets });
  const response = await collector.post(`/v1/webhooks/${vendor}`, body, headers);
  const bad = await collector.figure('linewatch_collector_bad_signatures_total', { source: vendor });
  return { status: response.statusCode, code: response.json().code, bad };
}

const REFUSED = { status: 401, code: 'BAD_SIGNATURE', bad: 1 };

describe.each(['zendesk', 'intercom', 'chatwoot'] as const)('a webhook of %s', (vendor) => {
  it('comes in with the right signature of the bytes of its body', async () => {
    expect(await post(vendor, sign[vendor](secrets[vendor]))).toEqual({ status: 202, bad: 0 });
  });

  it('does not come in with another secret, another body, no signature or a mangled one', async () => {
    const right: Record<string, string> = sign[vendor](secrets[vendor]);
    const mangled = Object.fromEntries(
      Object.entries(right).map(([name, value]) => [
        name,
        name.endsWith('signature') ? value.slice(1) : value,
      ]),
    );
    const empty = Object.fromEntries(Object.keys(right).map((name) => [name, '']));
    expect(await post(vendor, sign[vendor]('guessed'))).toEqual(REFUSED);
    expect(await post(vendor, right, BODY.replace('ping', 'pong'))).toEqual(REFUSED);
    expect(await post(vendor, {})).toEqual(REFUSED);
    expect(await post(vendor, mangled)).toEqual(REFUSED);
    expect(await post(vendor, empty)).toEqual(REFUSED);
  });
});

describe.each(['zendesk', 'chatwoot'] as const)('a webhook of %s, which signs the time too', (vendor) => {
  it('comes in for five minutes, and not later, earlier or with the time of another', async () => {
    const at = (time: number) => sign[vendor](secrets[vendor], BODY, time);
    expect(await post(vendor, at(NOW - 5 * MINUTE))).toEqual({ status: 202, bad: 0 });
    expect(await post(vendor, at(NOW - 5 * MINUTE - 1_000))).toEqual(REFUSED);
    expect(await post(vendor, at(NOW + 5 * MINUTE + 1_000))).toEqual(REFUSED);
    const [timestamp] = Object.entries(at(NOW));
    expect(await post(vendor, { ...at(NOW - MINUTE), [timestamp![0]]: timestamp![1] })).toEqual(REFUSED);
  });
});

it('computes the signature as RFC 2202 does', async () => {
  // HMAC-SHA1, test case 2: key "Jefe", data "what do ya want for nothing?".
  const collector = await startTestCollector({ secrets: { ...secrets, intercom: 'Jefe' } });
  const response = await collector.post('/v1/webhooks/intercom', 'what do ya want for nothing?', {
    'x-hub-signature': 'sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
  });
  // Signed rightly, so it is read; and it is no JSON.
  expect([response.statusCode, response.json().code]).toEqual([400, 'INVALID_JSON']);
});

it('a vendor without a secret comes in like any other sender', async () => {
  const { post: send } = await startTestCollector();
  expect((await send('/v1/webhooks/intercom', BODY)).json()).toEqual({
    accepted: 0,
    ignored: 1,
    rejected: [],
  });
});
