import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CollectorSources } from '../../../services/collector/deps.ts';
import { twilio as route } from '../../../services/collector/sources/twilio.ts';
import { twilio } from '../../../services/sources/twilio/index.ts';
import { asForm, asStream, task, workerEvent } from '../../sources/twilio/support/records.ts';
import { NO_SOURCES, startTestCollector } from '../harness.ts';

const PATH = '/v1/sources/twilio';
const PUBLIC = 'https://events.example.com';
const SECRET = '12345';

async function start(sources: Partial<CollectorSources> = {}) {
  const collector = await startTestCollector({
    sources: { ...NO_SOURCES, routes: [route], sourceOf: async () => twilio, ...sources },
  });
  return {
    ...collector,
    async send(body: string, headers: Record<string, string> = {}, path = PATH) {
      const type = body.startsWith('[')
        ? 'application/json'
        : 'application/x-www-form-urlencoded; charset=UTF-8';
      const response = await collector.post(path, body, { 'content-type': type, ...headers });
      return response.body === '' ? response.statusCode : `${response.statusCode} ${response.json().code}`;
    },
  };
}

const signed = () => start({ secrets: { twilio: SECRET }, publicUrl: PUBLIC });
const signature = (value: string, settings?: string) => ({
  'x-twilio-signature': value,
  ...(settings === undefined ? {} : { 'x-twilio-webhooks-signature-settings': settings }),
});

describe('a callback of TaskRouter', () => {
  it('becomes events, and is answered with nothing', async () => {
    const { send, producer } = await start();
    expect(await send(asForm(task('task.created')))).toBe(204);
    expect(await send(asForm(task('task.updated', 1)))).toBe(204);
    expect(producer.sent.map(({ value: { event } }) => event.type)).toEqual(['started']);
  });

  it('says of a worker what the center says of the activity', async () => {
    const { send, producer } = await start({ states: (name) => (name === 'Floor walk' ? 'training' : null) });
    const activity = workerEvent('worker.activity.update', 0, { WorkerActivityName: 'Floor walk' });
    expect(await send(asForm(activity))).toBe(204);
    expect(producer.sent.map(({ value: { event } }) => event)).toMatchObject([{ state: 'training' }]);
  });

  it('that is not understood is a dead letter, and not sent again', async () => {
    const { send, producer, letters } = await start();
    expect(await send(asForm(task('task.teleported')))).toBe(204);
    expect(producer.sent).toEqual([]);
    expect(letters).toHaveLength(1);
    expect(JSON.stringify(letters)).not.toContain('Mustermann');
  });

  it('while Kafka is away is refused: whoever sends it again loses nothing', async () => {
    const { send, producer } = await start();
    producer.fail = () => Promise.reject(new Error('away'));
    expect(await send(asForm(task('task.created')))).toBe('503 KAFKA_UNAVAILABLE');
  });

  it('of no known type of content does not come in, and an empty one says nothing', async () => {
    const { send } = await start();
    expect(await send('a=1', { 'content-type': 'text/plain' })).toBe('415 UNSUPPORTED_MEDIA_TYPE');
    expect(await send('')).toBe(204);
  });

  it('of Event Streams comes as a list, also with events of other products', async () => {
    const { send, producer } = await start();
    const other = { specversion: '1.0', type: 'com.twilio.messaging.message.sent', data: {} };
    const events = [asStream(task('task.created')), other, asStream(task('task-queue.entered', 1))];
    expect(await send(JSON.stringify(events))).toBe(204);
    expect(producer.sent).toHaveLength(2);
  });
});

/** A form with all that is easily read wrongly, and its signatures as `twilio` 6.3.1 makes them with this token. */
const BODY =
  'EventType=task.created&TaskAttributes=%7B%22name%22%3A%22J%C3%B6rg+%26+S%C3%B6hne%22%2C%22from%22%3A%22%2B4930123456%22%7D' +
  '&Sid=EV1&TimestampMs=1773133200250&Empty=';
const BY_TWILIO = {
  plain: 'nUdQdqCNM5MV/6+2JcswxMmUnB8=',
  withPort: '8SmXqhadAKpKMPaXTYo5U1DMyUY=',
  sha256: 'YkEeROFdT1FEwxANRS8ugjkOdjQ/RWS7gfO7xjI2nb8=',
};
const STREAM_BODY = '[{"specversion":"1.0","type":"com.twilio.eventstreams.test-event","data":{}}]';
const STREAM_HASH = '0ed6546da7deebdd4790a5209a14ec281a5dea810138f5ffb0863de66d37247c';
const STREAM_SIGNATURE = 'vb86sUYxnUD9O8FPUTJEkzD67rM=';

describe('the signature of Twilio', () => {
  it.each([
    ['as Twilio makes it', signature(BY_TWILIO.plain)],
    ['of the address with its standard port', signature(BY_TWILIO.withPort)],
    [
      'with a key of the account and SHA-256',
      signature(BY_TWILIO.sha256, 'key=webhooks_sharedkey_1,algorithm=HMAC_SHA256'),
    ],
  ])('comes in %s', async (_, headers) => {
    const { send } = await signed();
    expect(await send(BODY, headers)).toBe(204);
  });

  it.each<[string, string, Record<string, string>]>([
    ['no signature', BODY, {}],
    ['an empty one', BODY, signature('')],
    ['a mangled one', BODY, signature(BY_TWILIO.plain.slice(1))],
    ['another body', BODY.replace('EV1', 'EV2'), signature(BY_TWILIO.plain)],
    ['one more field', `${BODY}&More=1`, signature(BY_TWILIO.plain)],
    ['SHA-256 where the settings do not say so', BODY, signature(BY_TWILIO.sha256)],
    ['SHA-1 where the settings say SHA-256', BODY, signature(BY_TWILIO.plain, 'algorithm=HMAC_SHA256')],
    [
      'a signed form that is sent as JSON',
      BODY,
      { ...signature(BY_TWILIO.plain), 'content-type': 'application/json' },
    ],
  ])('does not come in with %s', async (_, body, headers) => {
    const { send, producer, figure } = await signed();
    expect(await send(body, headers)).toBe('401 BAD_SIGNATURE');
    expect(producer.sent).toEqual([]);
    expect(await figure('linewatch_collector_bad_signatures_total', { source: 'twilio' })).toBe(1);
  });

  it('of JSON is of the address with the hash of the body', async () => {
    const { send } = await signed();
    const path = `${PATH}?bodySHA256=${STREAM_HASH}`;
    expect(createHash('sha256').update(STREAM_BODY).digest('hex')).toBe(STREAM_HASH);
    expect(await send(STREAM_BODY, signature(STREAM_SIGNATURE), path)).toBe(204);
    expect(await send(STREAM_BODY.replace('test', 'pest'), signature(STREAM_SIGNATURE), path)).toBe(
      '401 BAD_SIGNATURE',
    );
    expect(await send(STREAM_BODY, signature(STREAM_SIGNATURE))).toBe('401 BAD_SIGNATURE');
  });

  it('without an address of its own is of the one that was called, with what stands behind it', async () => {
    const { send } = await start({ secrets: { twilio: SECRET } });
    const url = `https://localhost${PATH}?tenant=a%20b`;
    const value = createHmac('sha1', SECRET).update(`${url}Aa1b2`).digest('base64');
    const headers = { host: 'localhost', ...signature(value) };
    expect(await send('b=2&Aa=1', headers, `${PATH}?tenant=a%20b`)).toBe(204);
    expect(await send('b=2&Aa=1', headers)).toBe('401 BAD_SIGNATURE');
  });
});
