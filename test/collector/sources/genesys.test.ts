import { describe, expect, it } from 'vitest';
import { genesysRoute } from '../../../services/collector/sources/genesys.ts';
import { LinewatchError } from '../../../services/lib/errors.ts';
import { genesys } from '../../../services/sources/genesys/index.ts';
import { LIVE_VERSION } from '../../../services/sources/genesys/version.ts';
import { makeDay } from '../../sources/genesys/support/day.ts';
import { liveOf } from '../../sources/genesys/support/live.ts';
import { NO_SOURCES, startTestCollector } from '../harness.ts';

const URL = '/v1/sources/genesys';
const KEY = 'a key of the tests';
const SOURCES = {
  ...NO_SOURCES,
  routes: [genesysRoute],
  sourceOf: async () => genesys,
  secrets: { genesys: KEY },
};
const { conversations, users } = makeDay(3, 40);
const live = conversations.flatMap(liveOf);

async function start() {
  const collector = await startTestCollector({ sources: SOURCES });
  return {
    ...collector,
    send: (body: unknown, key: string | null = KEY) =>
      collector.post(URL, body, {
        'content-type': 'application/json; charset=utf-8',
        ...(key === null ? {} : { 'x-api-key': key }),
      }),
  };
}

describe('an API destination of EventBridge', () => {
  it('sends one event a request: it is taken once Kafka has it', async () => {
    const { send, producer } = await start();
    for (const event of live) expect((await send(event)).statusCode).toBe(202);
    expect(producer.sent.length).toBeGreaterThan(live.length / 2);
    expect(producer.sent[0]!.value).toMatchObject({ source: 'genesys', record: { version: LIVE_VERSION } });
  });

  it('comes in with its key alone', async () => {
    const { send, producer, figure } = await start();
    for (const key of [null, '', 'another', `${KEY} `.repeat(2), KEY.slice(0, -1)]) {
      const answer = await send(live[0], key);
      expect([answer.statusCode, answer.json().code]).toEqual([401, 'BAD_SIGNATURE']);
    }
    expect(producer.sent).toEqual([]);
    expect(await figure('linewatch_collector_bad_signatures_total')).toBe(5);
  });

  it('is told to come again while Kafka is away, and then gives the same events', async () => {
    const { send, producer } = await start();
    producer.fail = () =>
      Promise.reject(new LinewatchError('KAFKA_UNAVAILABLE', 'away', { retriable: true }));
    const refused = await send(live[0]);
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, expect.anything()]);
    producer.fail = null;
    await send(live[0]);
    await send(live[0]);
    expect(new Set(producer.sent.map(({ value }) => value.event_id)).size).toBe(1);
    expect(producer.sent).toHaveLength(2);
  });

  it('hears 202 of what is not understood, which is a dead letter with nothing of the customer in it', async () => {
    const { send, letters } = await start();
    const odd = {
      detail: { topicName: 'v2.detail.events.conversation.c1.acd.start', eventBody: { ani: 'tel:+4930111' } },
    };
    expect((await send(odd)).json()).toEqual({ accepted: 0, ignored: 0, dead: 1 });
    expect(letters).toHaveLength(1);
    expect(String((letters[0]!.value as { value: Buffer }).value)).not.toContain('4930111');
  });
});

describe('whoever posts records of the analytics API', () => {
  it('sends whole answers, and they are the same as from a file', async () => {
    const { send, producer } = await start();
    const answer = await send({ conversations, totalHits: conversations.length });
    expect(answer.statusCode).toBe(202);
    const first = producer.sent.map(({ value }) => value.event_id);
    for (const one of conversations) await send(one);
    expect(producer.sent.slice(first.length).map(({ value }) => value.event_id)).toEqual(first);
    expect((await send({ userDetails: users })).json().accepted).toBeGreaterThan(100);
  });

  it('is told what no JSON is', async () => {
    const { send } = await start();
    expect((await send('{"conversations":[')).statusCode).toBe(400);
  });
});
