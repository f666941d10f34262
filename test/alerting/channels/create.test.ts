import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChannel } from '../../../services/alerting/channels/create.ts';
import { createOutgoing } from '../../../services/lib/http/outgoing/outgoing.ts';
import type { AvroProducer } from '../../../services/lib/kafka/producer.ts';
import { temporaryFolder } from '../../support/product.ts';
import { alertOf } from '../alerts.ts';
import { alertingOf } from '../support.ts';
import { notificationOf } from './notifications.ts';

const SECRET = 'https://hooks.internal.test/T0K3N';
const MAIL = { kind: 'email', host: 'mail.internal.test', from: 'a@example.org', to: ['b@example.org'] };
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const file = (name: string) => path.join(folder.path, name);

beforeAll(async () => {
  folder = await temporaryFolder();
  writeFileSync(file('url'), `${SECRET}\n`);
  writeFileSync(file('secret'), 'k3y');
  writeFileSync(file('empty'), ' \n');
});
afterAll(() => folder.remove());

/** The channel of the configuration, where every name leads to a private address. */
function channelOf(settings: object) {
  const alerting = alertingOf({ channels: [{ id: 'x', ...settings }] });
  const outgoing = createOutgoing({
    allowNetworks: [],
    timeoutMs: 60_000,
    maxResponseBytes: 1_000,
    resolve: async () => ['10.0.0.1'],
  });
  const producer: AvroProducer = { send: async () => {}, close: async () => {} };
  return createChannel(alerting.channels[0]!, { producer, outgoing, now: Date.now, alerting });
}

describe('every channel that goes out', () => {
  it.each([
    [{ kind: 'webhook', url: 'https://a.internal.test', secretFile: 'secret' }],
    [{ kind: 'slack', urlFile: 'url' }],
    [{ kind: 'alertmanager', url: 'https://a.internal.test', tokenFile: 'secret' }],
    [{ kind: 'pagerduty', routingKeyFile: 'secret' }],
    [{ kind: 'dingtalk', urlFile: 'url', secretFile: 'secret' }],
    [{ kind: 'wecom', urlFile: 'url' }],
    [{ ...MAIL, user: 'u', passwordFile: 'secret' }],
  ])('keeps to addresses that are allowed: %j', async (settings) => {
    const placed = Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [
        name,
        name.endsWith('File') ? file(String(value)) : value,
      ]),
    );
    const error = await channelOf(placed)
      .send([notificationOf(alertOf())], new AbortController().signal)
      .catch((reason) => reason);
    expect(error).toMatchObject({ code: 'OUTGOING_REFUSED', retriable: false });
    expect(String(error.stack)).not.toMatch(/T0K3N|k3y/);
  });
});

describe('a secret', () => {
  it.each(['missing', 'empty'])('that is %s stops the start', (name) => {
    expect(() => channelOf({ kind: 'slack', urlFile: file(name) })).toThrow(
      expect.objectContaining({ code: 'SECRET_UNREADABLE' }),
    );
  });

  it('that should be a URL and is none is not repeated', () => {
    let message = '';
    try {
      channelOf({ kind: 'wecom', urlFile: file('secret') });
    } catch (error) {
      message = String((error as Error).stack);
    }
    expect(message).toContain('channel x');
    expect(message).not.toContain('k3y');
  });
});
