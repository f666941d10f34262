import { setTimeout as sleep } from 'node:timers/promises';
import { trackingKey } from '../domain/timeline/conversation-key.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { codeOf } from '../lib/errors.ts';
import { inSlices } from '../lib/in-slices.ts';
import type { Log } from '../lib/log.ts';
import type { Freshness } from '../metrics/freshness.ts';
import { compare, lasting } from './check.ts';
import type { LiveFeed } from './feed.ts';
import { createMirror, type Mirror } from './mirror.ts';
import { readStoredAgents, readStoredConversations } from './seed.ts';

/** How long a conversation that ended is remembered: nothing older may come of it later than this. */
const REMEMBERED_MS = 10 * 60_000;
const TIDY_MS = 30_000;
const AGAIN_MS = 1_000;
const CHECK_MS = 5 * 60_000;
/** Longer than anything waits between the feed and storage. */
const LOOK_AGAIN_MS = 30_000;

/** What is open now, kept from a feed. */
export interface LiveState {
  /** Null until what was stored before is read: half a mirror is none. */
  mirror(): Mirror | null;
  freshness(now: number): Freshness;
  close(): void;
}

interface Deps {
  clickhouse: ClickHouse;
  feed: LiveFeed;
  log: Log;
  now: () => number;
}

/**
 * Listens first and reads what is stored then: which of the two tells of a conversation first does not matter, the newer
 * version holds. To be made before ingest starts: what it had not stored, it reads again and tells of again.
 */
export function keepLiveState({ clickhouse, feed, log, now }: Deps): LiveState {
  const mirror = createMirror();
  const asOf = new Map<string, number>();
  const over = new AbortController();
  let isSeeded = false;

  const unsubscribe = feed.subscribe((delta) => {
    const at = now();
    for (const conversation of delta.conversations) mirror.apply(conversation, at);
    for (const state of delta.agents) mirror.applyAgent(state, at);
    for (const [partition, until] of delta.asOf ?? []) asOf.set(partition, until);
  });
  const tidying = setInterval(() => mirror.forget(now() - REMEMBERED_MS), TIDY_MS);
  tidying.unref();

  async function seed(): Promise<void> {
    while (!over.signal.aborted) {
      try {
        const [conversations, agents] = await Promise.all([
          readStoredConversations(clickhouse),
          readStoredAgents(clickhouse, now()),
        ]);
        await inSlices(conversations, (conversation) => mirror.apply(conversation, now()));
        for (const state of agents) mirror.applyAgent(state, now());
        isSeeded = true;
        log.info({ conversations: mirror.open, agents: agents.length }, 'the live state is there');
        return;
      } catch (error) {
        log.warn({ code: codeOf(error) }, 'what is open could not be read and is tried again');
        await sleep(AGAIN_MS, undefined, { signal: over.signal, ref: false }).catch(() => {});
      }
    }
  }
  /** Compares the mirror with what is stored; what differs for good is an error of ours, is told, and is mended. */
  async function check(): Promise<void> {
    const before = await compare(mirror, await readStoredConversations(clickhouse));
    if (before.size === 0) return;
    await sleep(LOOK_AGAIN_MS, undefined, { signal: over.signal, ref: false });
    const stored = await readStoredConversations(clickhouse);
    const wrong = lasting(before, await compare(mirror, stored));
    if (wrong.length === 0) return;
    const byKey = new Map(
      stored.map((conversation) => [trackingKey(conversation.stream, conversation), conversation]),
    );
    for (const key of wrong) mirror.correct(key, byKey.get(key), now());
    log.error(
      { conversations: wrong.length, first: wrong.slice(0, 3) },
      'the live state differed from what is stored',
    );
  }

  async function run(): Promise<void> {
    await seed();
    while (!over.signal.aborted) {
      await sleep(CHECK_MS, undefined, { signal: over.signal, ref: false }).catch(() => {});
      if (!over.signal.aborted)
        await check().catch((error) =>
          log.warn({ code: codeOf(error) }, 'the live state could not be compared'),
        );
    }
  }
  void run();

  return {
    mirror: () => (isSeeded ? mirror : null),
    freshness(at) {
      if (asOf.size === 0) return { asOf: null, lagMs: null };
      const oldest = Math.min(...asOf.values());
      return { asOf: oldest, lagMs: Math.max(0, at - oldest) };
    },
    close() {
      over.abort();
      clearInterval(tidying);
      unsubscribe();
    },
  };
}
