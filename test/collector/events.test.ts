import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { LinewatchError } from '../../services/lib/errors.ts';
import { HttpProblem } from '../../services/lib/http/problems.ts';
import { NOW, startTestCollector, ticket } from './harness.ts';

const URL = '/v1/events';

describe('POST /v1/events', () => {
  it('takes one event, fills in what may be left out, and answers once it is sent', async () => {
    const { post, producer } = await startTestCollector();
    const response = await post(URL, ticket());
    expect(response.statusCode).toBe(202);
    expect(response.json()).toEqual({ accepted: 1, rejected: [] });
    expect(producer.sent).toEqual([
      {
        topic: 'contact.tickets',
        value: {
          event_id: 'e-1',
          occurred_at: NOW - 60_000,
          conversation_id: 't-1',
          opened_at: NOW - 60_000,
          channel: 'email',
          source: 'test',
          actor: { kind: 'customer', id: 'c-1' },
          queue: null,
          customer: null,
          record: null,
          tags: [],
          type: null,
          event: { type: 'created', status: 'new', priority: null },
        },
      },
    ]);
  });

  it('takes the type beside the event too, if it is the same', async () => {
    const { post, producer } = await startTestCollector();
    const event = { 'contact.tickets.created': { priority: 'high' } };
    expect((await post(URL, ticket({ type: 'created', event }))).json()).toMatchObject({ accepted: 1 });
    expect(producer.sent[0]?.value).toMatchObject({ type: 'created', event: { type: 'created' } });
    expect((await post(URL, ticket({ type: 'assigned', event }))).json()).toMatchObject({
      accepted: 0,
      rejected: [{ detail: 'type: is not that of the event, which is created' }],
    });
  });

  it('refuses a text with half of a character, which Kafka would have as another text and another key', async () => {
    const { post, producer } = await startTestCollector();
    expect((await post(URL, ticket({ conversation_id: 't\ud800' }))).json()).toMatchObject({
      accepted: 0,
      rejected: [{ detail: 'conversation_id: has half of a character (a lone surrogate)' }],
    });
    expect(producer.sent).toEqual([]);
  });

  it('takes the right ones of an array, in their order, and names every fault of the others', async () => {
    const { post, producer, figure } = await startTestCollector();
    const faulty = ticket({
      event_id: '',
      channel: 'pigeon',
      opened_at: 1_769_860_000,
      tpoic: 'tickets',
      actor: { kind: 'customer', name: 'Ann' },
      event: { created: { status: 'sleeping' } },
    });
    const { conversation_id: _, ...incomplete } = ticket();
    const response = await post(URL, [
      ticket({ event_id: 'a' }),
      faulty,
      incomplete,
      7,
      ticket({ event_id: 'b' }),
    ]);
    expect(response.statusCode).toBe(202);
    expect(response.json()).toEqual({
      accepted: 2,
      rejected: [
        {
          index: 1,
          code: 'INVALID_EVENT',
          detail: [
            'event_id: must not be empty',
            'opened_at: looks like seconds: give milliseconds',
            'channel: must be one of email, web, chat, messaging, social, voice, api',
            'actor.name: is no field of the schema',
            'event.status: must be one of new, open, pending, on_hold, solved, closed',
            'tpoic: is no field of the schema',
          ].join('; '),
        },
        { index: 2, code: 'INVALID_EVENT', detail: 'conversation_id: is missing' },
        { index: 3, code: 'INVALID_EVENT', detail: 'must be an object' },
      ],
    });
    expect(producer.sent.map(({ value }) => value.event_id)).toEqual(['a', 'b']);
    expect(await figure('linewatch_collector_events_total', { outcome: 'accepted' })).toBe(2);
    expect(await figure('linewatch_collector_events_total', { outcome: 'rejected' })).toBe(3);
  });

  it('answers 202 with every event rejected: sending them again is of no use', async () => {
    const { post, producer } = await startTestCollector();
    const response = await post(URL, [ticket({ source: '' })]);
    expect(response.statusCode).toBe(202);
    expect(response.json()).toMatchObject({ accepted: 0, rejected: [{ index: 0 }] });
    expect(producer.sent).toEqual([]);
  });

  it.each([
    ['{', 'INVALID_JSON'],
    ['', 'INVALID_JSON'],
    ['"text"', 'BAD_REQUEST'],
    ['null', 'BAD_REQUEST'],
  ])('refuses a body that is nothing at all: %s', async (body, code) => {
    const { post } = await startTestCollector();
    const response = await post(URL, body);
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toMatchObject({ status: 400, code });
  });

  it('refuses more events or bytes than its limits, and other content types', async () => {
    const { post } = await startTestCollector({}, { maxEvents: 2, maxBodyBytes: 4_000 });
    const tooMany = await post(URL, [ticket(), ticket(), ticket()]);
    const tooLarge = await post(URL, ' '.repeat(4_001));
    const text = await post(URL, 'a', { 'content-type': 'text/plain' });
    expect([tooMany, tooLarge, text].map((one) => [one.statusCode, one.json().code])).toEqual([
      [413, 'TOO_MANY_EVENTS'],
      [413, 'BODY_TOO_LARGE'],
      [415, 'UNSUPPORTED_MEDIA_TYPE'],
    ]);
  });

  it('does not repeat endless faults to the sender', async () => {
    const { post } = await startTestCollector();
    const typos = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`x${i}${'y'.repeat(500)}`, 1]));
    const [{ detail }] = (await post(URL, ticket(typos))).json().rejected;
    expect(detail).toMatch(/; and 980 more$/);
    expect(detail.length).toBeLessThan(4_000);
  });

  it('lets nobody in whom the authentication refuses', async () => {
    const { post, producer } = await startTestCollector({
      authenticate: async () => {
        throw new HttpProblem(401, 'KEY_NEEDED', 'A key is needed');
      },
    });
    expect((await post(URL, ticket())).statusCode).toBe(401);
    expect((await post('/v1/webhooks/intercom', {})).statusCode).toBe(401);
    expect(producer.sent).toEqual([]);
  });
});

it('takes the record that an event is of, and says what is wrong with it', async () => {
  const { post, producer } = await startTestCollector();
  const record = { id: 'contact-1', version: 1_772_704_800_123 };
  const { rejected } = (
    await post(URL, [ticket({ record }), ticket({ record: { id: '', version: 1.5 } })])
  ).json();
  expect(producer.sent).toMatchObject([{ value: { record } }]);
  expect(rejected).toMatchObject([{ index: 1 }]);
  expect(rejected[0].detail).toContain('record.version');
});

it('names the events of a request in the log by their ids, and nothing that is in them', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) });
  const { app } = await startTestCollector({ log });
  const secret = 'nobody@example.com';
  await app.inject({
    method: 'POST',
    url: URL,
    headers: { 'content-type': 'application/json', 'x-request-id': 'desk-42' },
    payload: JSON.stringify([ticket({ event_id: 'a', customer: { id: secret } }), ticket({ event_id: 'b' })]),
  });
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ requestId: 'desk-42', events: ['a', 'b'] }),
  );
  expect(lines.join('')).not.toContain(secret);
});

describe('while Kafka is away', () => {
  it('answers 503 with Retry-After, and takes the same events once it is back', async () => {
    const { post, producer, figure } = await startTestCollector();
    producer.fail = async () => {
      throw new LinewatchError('REGISTRY_UNAVAILABLE', 'away', { retriable: true });
    };
    const refused = await post(URL, [ticket({ event_id: 'a' }), ticket({ event_id: 'b' })]);
    expect(refused.statusCode).toBe(503);
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    expect(refused.json()).toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
    expect(refused.json()).not.toHaveProperty('accepted');
    expect(producer.sent).toEqual([]);
    expect(await figure('linewatch_collector_events_total')).toBe(0);

    producer.fail = null;
    const taken = await post(URL, [ticket({ event_id: 'a' }), ticket({ event_id: 'b' })]);
    expect(taken.json()).toEqual({ accepted: 2, rejected: [] });
  });

  it('does not keep a sender waiting for an acknowledgement that does not come', async () => {
    const { post, producer } = await startTestCollector({}, { sendTimeoutMs: 20 });
    producer.fail = () => new Promise(() => {});
    expect((await post(URL, ticket())).json()).toMatchObject({ status: 503, code: 'KAFKA_UNAVAILABLE' });
  });

  it('holds no more than its limit, and counts what it told to come again until Kafka has it', async () => {
    const one = JSON.stringify(ticket());
    const { post, producer, figure } = await startTestCollector(
      {},
      { sendTimeoutMs: 20, maxInFlightBytes: one.length * 2 },
    );
    let arrive: () => void = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    producer.fail = () => arrived;
    expect((await post(URL, one)).json()).toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
    expect((await post(URL, one)).json()).toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
    const busy = await post(URL, one);
    expect(busy.statusCode).toBe(503);
    expect(busy.headers['retry-after']).toMatch(/^\d+$/);
    expect(busy.json()).toMatchObject({ code: 'BUSY' });

    arrive();
    await arrived;
    producer.fail = null;
    expect((await post(URL, one)).statusCode).toBe(202);
    expect(await figure('linewatch_collector_in_flight_bytes')).toBe(0);
  });
});

describe('operations', () => {
  it('says whether Kafka is there', async () => {
    let reachable = false;
    const { app } = await startTestCollector({ kafkaReachable: async () => reachable });
    const away = await app.inject('/readyz');
    expect([away.statusCode, away.json()]).toEqual([
      503,
      { status: 'unavailable', checks: { kafka: 'does not answer' } },
    ]);
    reachable = true;
    const ready = await app.inject('/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ok', checks: { kafka: 'ok' } }]);
    expect((await app.inject('/healthz')).statusCode).toBe(200);
  });

  it('documents its paths and counts for Prometheus', async () => {
    const { app } = await startTestCollector();
    const document = (await app.inject('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/v1/events',
        '/v1/webhooks/zendesk',
        '/v1/webhooks/intercom',
        '/v1/webhooks/chatwoot',
        '/healthz',
        '/readyz',
        '/metrics',
      ]),
    );
    expect(JSON.stringify(document.paths['/v1/events'].post.requestBody)).toContain(
      'Ties the answer to the question.',
    );
    expect((await app.inject('/metrics')).payload).toContain('linewatch_collector_in_flight_bytes');
    expect((await app.inject('/nowhere')).json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});
