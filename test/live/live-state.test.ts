import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { ClickHouse, Query } from '../../services/lib/clickhouse/client.ts';
import { LinewatchError } from '../../services/lib/errors.ts';
import { createLiveFeed, type LivePosition, type ToldConversation } from '../../services/live/feed.ts';
import { type LiveFact, NOTHING_LATELY } from '../../services/live/live-fact.ts';
import {
  DEFAULT_LIVE,
  keepLiveState,
  type LiveOptions,
  type LiveState,
} from '../../services/live/live-state.ts';
import { waitUntil } from '../support/product.ts';

const FACT: LiveFact = {
  ...{ fact: 'queue_spell', at: 0, label: '', targetMs: 0, seq: 0, businessMs: 0 },
  ...{ queue: 'billing', team: '', agent: '' },
  ...{ priority: 'normal', customerTier: '', policy: '' },
};

const waiting = (id: string, offset: number, version = 1): ToldConversation => ({
  ...{ stream: 'chats', conversationId: id, openedAt: 0, channel: 'chat', version },
  ...{ partition: 0, offset: BigInt(offset), facts: [FACT], lately: NOTHING_LATELY },
});
const ended = (id: string, offset: number, version: number): ToldConversation => ({
  ...waiting(id, offset, version),
  facts: [],
});
const position = (from: number, until: number, asOf: number, stored = 0): LivePosition => ({
  ...{ topic: 'contact.chats', partition: 0, asOf },
  ...{ from: BigInt(from), until: BigInt(until), stored: BigInt(stored) },
});

const open: LiveState[] = [];
afterEach(() => {
  for (const state of open.splice(0)) state.close();
});

/** Storage that holds what it is told to hold, a feed, and a clock that is set. */
function createWorld(options: Partial<LiveOptions> = {}) {
  const clock = { now: 1_000_000 };
  const storage = {
    ...{ offset: 0, asOf: 1_000_000, waiting: [] as string[], isAway: false, reads: 0 },
    ended: [] as { fact: string; conversationId: string }[],
  };
  const seen = { seeded: 0, differed: 0 };
  const clickhouse = {
    async query({ sql }: Query) {
      if (storage.isAway) throw new LinewatchError('CLICKHOUSE_UNAVAILABLE', 'away', { retriable: true });
      if (sql.includes('watermarks'))
        return [
          { topic: 'contact.chats', partition: 0, next: String(storage.offset), at: -1 },
          { topic: 'contact.chats', partition: 0, next: '', at: storage.asOf },
        ];
      if (sql.includes('agent_states')) return [];
      if (sql.includes('ended_at'))
        return storage.ended.filter(({ fact }) => sql.includes(`fact = '${fact}'`));
      storage.reads++;
      return storage.waiting.map((conversationId) => ({
        ...FACT,
        ...{ stream: 'chats', conversationId, openedAt: 0, channel: 'chat', version: 1 },
      }));
    },
  } as unknown as ClickHouse;
  const feed = createLiveFeed((error) => {
    throw error;
  });
  const state = keepLiveState(
    {
      clickhouse,
      source: feed,
      metrics: {
        seeded: () => void seen.seeded++,
        differed(conversations) {
          seen.differed += conversations;
        },
        state() {},
      },
      log: pino({ level: 'silent' }),
      now: () => clock.now,
    },
    { ...DEFAULT_LIVE, tickMs: 1, lookAgainMs: 5, ...options },
  );
  open.push(state);
  const tell = (positions: LivePosition[], ...conversations: ToldConversation[]) =>
    feed.publish({ conversations, agents: [], positions });
  const isLive = () => waitUntil(() => state.status() === 'live', 10_000);
  return { clock, storage, seen, state, tell, isLive };
}

describe('the live state', () => {
  it('is there once storage was read and ingest was heard, and not before', async () => {
    const { state, storage, tell, isLive, seen } = createWorld();
    storage.waiting = ['a'];
    await waitUntil(() => seen.seeded === 1);
    expect([state.status(), state.mirror()]).toEqual(['seeding', null]);
    tell([position(0, 1, 1_000_500)], waiting('b', 0));
    await isLive();
    expect(state.mirror()!.open).toBe(2);
  });

  it('waits for storage that cannot be read', async () => {
    const world = createWorld();
    world.storage.isAway = true;
    world.tell([position(0, 0, 1_000_000)]);
    expect(world.state.status()).toBe('seeding');
    world.storage.isAway = false;
    await world.isLive();
  });

  it('does not take back what storage had newer than the news that come late', async () => {
    const { state, storage, tell, isLive } = createWorld();
    storage.offset = 10;
    storage.waiting = ['a'];
    // From before storage was read: it ended since, or it did not exist yet.
    tell([position(3, 4, 1_000_000)], waiting('ghost', 3));
    tell([position(4, 10, 1_000_000)], ended('a', 4, 5));
    await isLive();
    expect(state.mirror()!.open).toBe(1);
  });

  it('says how old it is, and that it is behind', async () => {
    const { clock, state, tell, isLive } = createWorld();
    tell([position(0, 1, 1_000_000)]);
    await isLive();
    clock.now += 12_000;
    expect([state.status(), state.freshness()]).toEqual(['behind', { asOf: 1_000_000, lagMs: 12_000 }]);
    expect(state.mirror()).not.toBeNull();
    tell([position(1, 2, 1_011_000)]);
    expect([state.status(), state.freshness().lagMs]).toEqual(['live', 1_000]);
  });

  it('is cut off when nothing is heard, and back as soon as something is', async () => {
    const { clock, state, tell, isLive } = createWorld();
    tell([position(0, 1, 1_000_000)]);
    await isLive();
    clock.now += 16_000;
    expect([state.status(), state.mirror()]).toEqual(['cut_off', null]);
    tell([position(1, 1, 1_016_000)]);
    expect(state.status()).toBe('live');
  });

  it('is as old as what it knows while news are missing, and waits a moment for them', async () => {
    const { clock, state, seen, tell, isLive } = createWorld();
    tell([position(0, 1, 1_000_000)]);
    await isLive();
    tell([position(5, 6, 1_000_900)], waiting('later', 5));
    expect(state.freshness().asOf).toBe(1_000_000);
    clock.now += 900;
    tell([position(1, 5, 1_000_800)]);
    expect(state.freshness().asOf).toBe(1_000_900);
    clock.now += 5_000;
    tell([position(6, 6, 1_005_900)]);
    expect([state.status(), seen.seeded]).toEqual(['live', 1]);
  });

  it('reads storage again where news are lost, once it has them', async () => {
    const { clock, state, storage, seen, tell, isLive } = createWorld();
    tell([position(0, 1, 1_000_000)], waiting('a', 0));
    await isLive();
    // Lost: that `a` has ended, and that `b` waits.
    tell([position(5, 6, 1_001_000)], waiting('c', 5));
    const before = storage.reads;
    await waitUntil(() => {
      clock.now += 100;
      return state.status() === 'seeding';
    });
    expect(state.mirror()).toBeNull();
    tell([position(6, 7, 1_002_000)], waiting('d', 6));
    // What was told of `c` is gone with the mirror: storage must have it too.
    storage.offset = 5;
    await sleep(600);
    expect([state.status(), storage.reads]).toEqual(['seeding', before]);
    storage.offset = 6;
    storage.waiting = ['b', 'c'];
    await isLive();
    expect([state.mirror()!.open, seen.seeded]).toEqual([3, 2]);
    expect(state.mirror()!.versionOf('chats/0/a')).toBe(0);
  });

  it('takes the word of ingest for what is stored where storage says nothing of a partition', async () => {
    const { state, tell, isLive } = createWorld();
    tell([position(500, 500, 1_000_000, 500)]);
    await isLive();
    expect(state.freshness().asOf).toBe(1_000_000);
  });

  it('is not whole before it has come to where storage was when it was read', async () => {
    const { state, storage, tell, isLive, seen } = createWorld();
    // How far it was is asked already, and was nowhere; what is open is read then.
    storage.offset = 3;
    await waitUntil(() => seen.seeded === 1);
    tell([position(0, 2, 1_000_000)]);
    expect(state.status()).toBe('seeding');
    tell([position(2, 3, 1_000_000)]);
    await isLive();
    expect(state.mirror()!.open).toBe(0);
  });

  it('has figures of what ended from storage while some ingest does not tell of it, and reads it once none does', async () => {
    const { clock, state, storage, seen, tell, isLive } = createWorld();
    const isWhole = () => state.mirror()?.lately.isWhole(clock.now) ?? null;
    const beat = (from: number) => tell([position(from, from, clock.now, from)]);
    tell([position(0, 1, 1_000_000)], waiting('a', 0));
    await isLive();
    expect(isWhole()).toBe(true);
    tell([position(1, 2, 1_000_000)], { ...ended('a', 1, 2), lately: null });
    expect([state.status(), state.mirror()!.open, isWhole()]).toEqual(['live', 0, false]);
    clock.now += 59_000;
    beat(2);
    await sleep(50);
    expect([isWhole(), seen.seeded]).toEqual([false, 1]);
    storage.offset = 2;
    const end = { conversationId: 'a', state: 'answered', label: '', valueMs: 1, targetMs: 2 };
    const of = { ...FACT, stream: 'chats', openedAt: 0, channel: 'chat', version: 2 };
    storage.ended = [{ ...of, ...end, fact: 'queue_spell', at: clock.now } as (typeof storage.ended)[number]];
    clock.now += 2_000;
    beat(2);
    await waitUntil(() => seen.seeded === 2);
    beat(2);
    await isLive();
    expect([isWhole(), state.mirror()!.lately.rows.size]).toEqual([true, 1]);
  });

  it('tells what differs for good from storage, once, and mends it', async () => {
    const { state, storage, seen, tell, isLive } = createWorld({ checkMs: 5 });
    tell([position(0, 1, 1_000_000)], waiting('a', 0));
    await isLive();
    storage.waiting = ['b'];
    await waitUntil(() => seen.differed > 0);
    await waitUntil(() => state.mirror()!.versionOf('chats/0/b') === 1);
    const reads = storage.reads;
    await waitUntil(() => storage.reads > reads + 4);
    expect([seen.differed, state.mirror()!.open]).toEqual([2, 1]);
  });
});
