import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ChatEvent, DeadLetter } from '../../../schemas/types.ts';
import { amazonConnectRoute } from '../../../services/collector/sources/amazon-connect.ts';
import { LinewatchError } from '../../../services/lib/errors.ts';
import { amazonConnect } from '../../../services/sources/amazon-connect/index.ts';
import { makeDay } from '../../sources/amazon-connect/support/day.ts';
import { eventsOf, readAll } from '../../sources/amazon-connect/support/figures.ts';
import { newsOf } from '../../sources/amazon-connect/support/news.ts';
import { NO_SOURCES, NOW, startTestCollector } from '../harness.ts';

const URL = '/v1/sources/amazon-connect';
const ID = 'ed4acda5-034f-9f42-bba1-f29aea6d7d8f';
const KEY = 'an access key';
const SOURCES = { ...NO_SOURCES, routes: [amazonConnectRoute], sourceOf: async () => amazonConnect };
const { records } = makeDay(3, 40);

/** A request as Firehose makes it; each element of `data` is what one of its records holds. */
const delivery = (data: readonly string[], fields: Record<string, unknown> = {}) =>
  JSON.stringify({
    requestId: ID,
    timestamp: 1_578_090_901_599,
    records: data.map((text) => ({ data: Buffer.from(text).toString('base64') })),
    ...fields,
  });
const texts = records.map((record) => JSON.stringify(record));

async function start({ secret = KEY as string | undefined } = {}, options = {}) {
  const sources = { ...SOURCES, secrets: { ...SOURCES.secrets, 'amazon-connect': secret } };
  const collector = await startTestCollector({ sources }, options);
  return {
    ...collector,
    send: (body: string | Buffer, headers: Record<string, string> = {}) =>
      collector.post(URL, body, {
        'x-amz-firehose-protocol-version': '1.0',
        'x-amz-firehose-request-id': ID,
        'x-amz-firehose-access-key': KEY,
        ...headers,
      }),
    ids: () => collector.producer.sent.map(({ value }) => value.event_id),
  };
}

const expected = eventsOf(readAll([texts.join('')])).map(({ value }) => value.event_id);

describe('the HTTP endpoint of Amazon Data Firehose', () => {
  it('answers as Firehose demands: 200, exactly application/json, a length, the id of the request and a time', async () => {
    const { send, ids } = await start();
    const answer = await send(delivery(texts));
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(Number(answer.headers['content-length'])).toBe(answer.rawPayload.length);
    expect(answer.json()).toEqual({ requestId: ID, timestamp: NOW });
    expect(ids()).toEqual(expected);
  });

  it('takes a gzipped body, and records that hold several objects, arrays, nothing at all', async () => {
    const { send, ids } = await start();
    const data = [
      texts.slice(0, 10).join(''),
      '',
      `[${texts.slice(10, 20).join(',')}]`,
      texts.slice(20).join('\n'),
    ];
    const answer = await send(gzipSync(delivery(data)), { 'content-encoding': 'gzip' });
    expect(answer.statusCode).toBe(200);
    expect(ids()).toEqual(expected);
  });

  it('gives the same ids when Firehose sends the request again', async () => {
    const { send, ids } = await start();
    await send(delivery(texts));
    await send(delivery(texts));
    expect(new Set(ids())).toEqual(new Set(expected));
    expect(ids()).toHaveLength(2 * expected.length);
  });

  it('takes the others where some records are not understood: these are dead letters without whose they were', async () => {
    const { send, ids, letters } = await start();
    const broken = JSON.stringify({ ...records[0], InitiationTimestamp: 'yesterday' });
    const answer = await send(
      delivery(['gibberish of +4930123456', ...texts, broken, '{"detail-type":"Contact Event"}']),
    );
    expect(answer.statusCode).toBe(200);
    expect(ids()).toEqual(expected);
    expect(letters.map(({ value }) => (value as DeadLetter).detail)).toEqual([
      'is no JSON object',
      'InitiationTimestamp: is not as documented',
      'is neither a contact record nor an agent event',
    ]);
    const kept = letters.map(({ value }) => String((value as DeadLetter).value)).join();
    expect(kept).toContain(String(records[0]!.ContactId));
    expect(kept).not.toMatch(/4930123456|Mustermann|crm/);
  });

  it('knows from one request what the queue of a contact event in another is called', async () => {
    const { send, producer } = await start();
    const record = records.find(
      ({ Queue, InitiationMethod }) => Queue !== null && InitiationMethod === 'INBOUND',
    )!;
    const queued = newsOf({ ...record, ContactId: 'who waits now' })[1];
    await send(delivery([JSON.stringify(record)]));
    producer.sent.length = 0;
    await send(delivery([JSON.stringify(queued)]));
    const queues = producer.sent.map(({ value }) => (value as ChatEvent).queue);
    expect(queues).toEqual([null, (record.Queue as { Name: string }).Name]);
  });

  it('refuses who has not the key, counts it, and reads no body of theirs', async () => {
    const { send, producer, figure } = await start();
    for (const key of ['', 'guessed', `${KEY} `.repeat(2)]) {
      const answer = await send('this is not even JSON', { 'x-amz-firehose-access-key': key });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['content-type']).toBe('application/json');
      expect(answer.json()).toEqual({
        requestId: ID,
        timestamp: NOW,
        errorMessage: 'BAD_ACCESS_KEY: The access key is missing or wrong',
      });
    }
    expect(producer.sent).toEqual([]);
    expect(await figure('linewatch_collector_bad_signatures_total', { source: 'amazon-connect' })).toBe(3);
  });

  it('answers 503 while Kafka is away, in the form that lets Firehose try again', async () => {
    const { send, producer } = await start();
    producer.fail = async () => {
      throw new LinewatchError('KAFKA_DOWN', 'no broker', { retriable: true });
    };
    const answer = await send(delivery(texts));
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ requestId: ID, timestamp: NOW });
    expect(answer.json().errorMessage).toMatch(/^KAFKA_UNAVAILABLE: /);
  });

  it('never answers 413, by which Firehose would lose the batch: what is too large is a 400', async () => {
    const { send } = await start();
    const large = await send(delivery(['x'.repeat(13 * 1_048_576)]));
    expect(large.statusCode).toBe(400);
    expect(large.json().errorMessage).toMatch(/^BODY_TOO_LARGE: /);
    const bomb = gzipSync(Buffer.alloc(64 * 1_048_576));
    const unpacked = await send(bomb, { 'content-encoding': 'gzip' });
    expect([unpacked.statusCode, unpacked.json().errorMessage]).toEqual([
      400,
      expect.stringMatching(/^BAD_GZIP: /),
    ]);
  });

  it('says what is wrong with a body that is none of Firehose', async () => {
    const { send } = await start();
    for (const body of [
      '',
      'x',
      '[]',
      '{}',
      '{"requestId":"a","records":{}}',
      delivery([], { records: [{ data: 7 }] }),
    ]) {
      const answer = await send(body);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toEqual({
        requestId: ID,
        timestamp: NOW,
        errorMessage: expect.stringMatching(/^[A-Z_]+: /),
      });
    }
    const cut = await send(gzipSync(delivery(texts)).subarray(0, 500), { 'content-encoding': 'gzip' });
    expect(cut.json().errorMessage).toMatch(/^BAD_GZIP: /);
  });

  it('takes a buffer of five megabytes, the default of Firehose, in parts that Kafka takes', async () => {
    const { send, ids } = await start();
    const many = Array.from({ length: Math.ceil(5_242_880 / texts.join('').length) }, () => texts.join(''));
    expect((await send(delivery(many))).statusCode).toBe(200);
    expect(new Set(ids())).toEqual(new Set(expected));
  });
});
