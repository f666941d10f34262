import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { LiveNews } from '../../schemas/types.ts';
import { LinewatchError } from '../../services/lib/errors.ts';
import type { KeyedValue } from '../../services/lib/kafka/producer.ts';
import { createCoverage } from '../../services/live/coverage.ts';
import type { LiveDelta, LivePosition, ToldConversation } from '../../services/live/feed.ts';
import { NOTHING_LATELY } from '../../services/live/live-fact.ts';
import { createNewsReader } from '../../services/live/topic/news.ts';
import { createPublisher, DEFAULT_PUBLISHER } from '../../services/live/topic/publisher.ts';
import { waitUntil } from '../support/product.ts';

const away = () => new LinewatchError('KAFKA_UNAVAILABLE', 'away', { retriable: true });
const refused = () => new LinewatchError('KAFKA_MESSAGE_TOO_LARGE', 'too large');

const conversation = (id: string, version: number): ToldConversation => ({
  ...{ stream: 'chats', conversationId: id, openedAt: 0, channel: 'chat', version },
  ...{ partition: 0, offset: BigInt(version), facts: [], lately: NOTHING_LATELY },
});
const position = (from: number, until: number, asOf: number | null = null): LivePosition => ({
  ...{ topic: 'contact.chats', partition: 0, asOf },
  ...{ from: BigInt(from), until: BigInt(until), stored: 0n },
});
const delta = (positions: LivePosition[], ...conversations: ToldConversation[]): LiveDelta => ({
  conversations,
  agents: [],
  positions,
});

/** A Kafka that does what it is told, and those who listen to it. */
function createWorld(options: Partial<typeof DEFAULT_PUBLISHER> = {}, now: () => number = () => 0) {
  const sent: LiveNews[] = [];
  const dropped: number[] = [];
  const kafka = { answer: async (_: LiveNews) => {} };
  const publisher = createPublisher(
    {
      producer: {
        async send([one]: readonly KeyedValue[]) {
          await kafka.answer(one!.value as LiveNews);
          sent.push(one!.value as LiveNews);
        },
      },
      metrics: { sent() {}, dropped: (count) => void dropped.push(count) },
      log: pino({ level: 'silent' }),
      now,
    },
    { ...DEFAULT_PUBLISHER, backoff: { minMs: 1, maxMs: 2 }, ...options },
  );
  /** Whether somebody who has heard all of it lacks something. */
  function hasGap(): boolean {
    const { read } = createNewsReader();
    const coverage = createCoverage();
    for (const news of sent) for (const one of read(news)?.positions ?? []) coverage.heard(one);
    return coverage.hasGap;
  }
  const told = () => sent.flatMap(({ conversations }) => conversations.map((one) => one.conversation_id));
  return { publisher, kafka, sent, dropped, hasGap, told };
}

describe('the publisher of live news', () => {
  it('tells at once, and of what comes meanwhile together, of each conversation the newest', async () => {
    const world = createWorld();
    let release = () => {};
    world.kafka.answer = () =>
      new Promise((done) => {
        release = done;
      });
    world.publisher.publish(delta([position(0, 1)], conversation('a', 1)));
    await waitUntil(() => world.sent.length === 0);
    await sleep(0);
    world.publisher.publish(delta([position(1, 2)], conversation('b', 1)));
    world.publisher.publish(delta([position(2, 3)], conversation('b', 2), conversation('c', 1)));
    world.kafka.answer = async () => {};
    release();
    await world.publisher.close();
    expect(world.sent.map(({ conversations }) => conversations.length)).toEqual([1, 2]);
    expect(world.sent[1]).toMatchObject({
      sequence: 1,
      positions: [{ from_offset: 1, until_offset: 3 }],
      conversations: [{ version: 2 }, { version: 1 }],
    });
    expect(world.hasGap()).toBe(false);
  });

  it('tells in pieces, with the positions behind the last of them', async () => {
    const world = createWorld();
    const many = Array.from({ length: 1_200 }, (_, i) => conversation(`c${i}`, 1));
    world.publisher.publish(delta([position(0, 1_200)], ...many));
    await world.publisher.close();
    expect(
      world.sent.map(({ conversations, positions }) => [conversations.length, positions.length]),
    ).toEqual([
      [500, 0],
      [500, 0],
      [200, 1],
    ]);
    expect(world.told()).toEqual(many.map(({ conversationId }) => conversationId));
  });

  it('tells again what Kafka does not take for a while, and nobody misses anything', async () => {
    const world = createWorld();
    let attempts = 0;
    world.kafka.answer = async () => {
      if (attempts++ < 5) throw away();
    };
    world.publisher.publish(delta([position(0, 1)], conversation('a', 1)));
    await waitUntil(() => attempts > 2);
    world.publisher.publish(delta([position(1, 2)], conversation('b', 1)));
    await waitUntil(() => world.sent.length === 2);
    expect([world.told(), world.hasGap(), world.dropped]).toEqual([['a', 'b'], false, []]);
    await world.publisher.close();
  });

  it('lets news go when too many wait, and whoever listens learns that some are missing', async () => {
    const world = createWorld({ maxWaiting: 10 });
    let isAway = true;
    world.kafka.answer = async () => {
      if (isAway) throw away();
    };
    for (let i = 0; i < 40; i++)
      world.publisher.publish(delta([position(i, i + 1)], conversation(`c${i}`, 1)));
    isAway = false;
    await waitUntil(() => world.told().at(-1) === 'c39');
    expect(world.dropped.reduce((sum, count) => sum + count, 0)).toBe(40 - world.told().length);
    expect(world.dropped.length).toBeGreaterThan(0);
    expect(world.hasGap()).toBe(true);
    await world.publisher.close();
  });

  it('leaves out what Kafka never takes, goes on, and tells that something is missing', async () => {
    const world = createWorld();
    world.kafka.answer = async ({ sequence }) => {
      if (sequence === 1) throw refused();
    };
    for (const i of [0, 1, 2]) {
      world.publisher.publish(delta([position(i, i + 1)], conversation(`c${i}`, 1)));
      await sleep(5);
    }
    await world.publisher.close();
    expect([world.told(), world.dropped, world.hasGap()]).toEqual([['c0', 'c2'], [1], true]);
  });

  it('joins no positions across a rebalance that others may have filled', async () => {
    const world = createWorld();
    let isAway = true;
    world.kafka.answer = async () => {
      if (isAway) throw away();
    };
    world.publisher.publish(delta([position(0, 1)]));
    await sleep(5);
    world.publisher.publish(delta([position(1, 5)]));
    world.publisher.publish(delta([position(9, 12)]));
    isAway = false;
    await waitUntil(() => world.sent.length === 2);
    expect(world.sent[1]!.positions.map((one) => [one.from_offset, one.until_offset])).toEqual([
      [1, 5],
      [9, 12],
    ]);
    await world.publisher.close();
  });

  it('tells more seldom while ingest is far behind', async () => {
    const world = createWorld({ behindPauseMs: 40 }, () => 60_000);
    for (let i = 0; i < 20; i++) {
      world.publisher.publish(delta([position(i, i + 1, 1_000)], conversation('a', i)));
      await sleep(2);
    }
    await world.publisher.close();
    expect(world.sent.length).toBeLessThan(10);
    expect(world.sent.at(-1)!.conversations).toMatchObject([{ version: 19 }]);
    expect(world.hasGap()).toBe(false);
  });

  it('does not keep a process that ends while Kafka is away', async () => {
    const world = createWorld({ closeMs: 20 });
    world.kafka.answer = () => Promise.reject(away());
    world.publisher.publish(delta([position(0, 1)], conversation('a', 1)));
    await world.publisher.close();
    expect(world.sent).toEqual([]);
  });
});
