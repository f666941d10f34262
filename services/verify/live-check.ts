import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { TOPICS } from '../../schemas/index.ts';
import { refKey, trackingKey } from '../domain/timeline/conversation-key.ts';
import type { Stream } from '../domain/timeline/timeline.ts';
import type { SchemaRegistry } from '../lib/avro/registry.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { askKafka } from '../lib/kafka/ask.ts';
import { readLimits } from '../lib/kafka/offsets.ts';
import type { Log } from '../lib/log.ts';
import { findWrong } from '../live/check.ts';
import { createMirror } from '../live/mirror.ts';
import { createFollower } from '../live/topic/follower.ts';
import { createFinding, type Finding } from './finding.ts';
import { type ConversationRef, readConversations } from './stored.ts';

export interface LiveCheckDeps {
  kafka: Kafka;
  registry: SchemaRegistry;
  clickhouse: ClickHouse;
  /** UTC ms: what was opened before may be too old to be kept. */
  keptFrom: number;
  log: Log;
}

/** How far back the news are read: what a process follows that begins now, and more. */
const LOOK_BACK_MS = 10 * 60_000;
/** Longer than a unit that is being stored takes. */
const STORED_WITHIN_MS = 10_000;
const READ_WITHIN_MS = 60_000;
const ASK_MS = 10_000;
const POLL_MS = 100;

/**
 * Makes a mirror of nothing but what ingest told on `contact.live` in the last ten minutes, and compares it with what the
 * live board's SQL finds open, and with what ended lately. Of a conversation that storage has newer than it was told, a piece of news may be lost,
 * which followers find out for themselves: that is no difference.
 */
export async function checkLive(deps: LiveCheckDeps): Promise<Finding> {
  const finding = createFinding('live news against what is stored');
  const mirror = createMirror();
  const told = new Map<string, ConversationRef>();
  const follower = createFollower(
    { ...deps, now: Date.now },
    { lookBackMs: LOOK_BACK_MS, sessionTimeoutMs: 30_000 },
  );
  follower.subscribe(({ conversations }) => {
    for (const conversation of conversations) {
      mirror.apply(conversation, Date.now());
      told.set(trackingKey(conversation.stream, conversation), conversation);
    }
  });
  const ends = await readEnds(deps.kafka);
  if (ends.size === 0) return finding;
  follower.start();
  try {
    const giveUpAt = Date.now() + READ_WITHIN_MS;
    while (!follower.hasRead(ends) && Date.now() < giveUpAt) await sleep(POLL_MS);
    finding.examined = told.size;
    const wrong = await findWrong({ ...deps, now: Date.now }, mirror, () => sleep(STORED_WITHIN_MS));
    const refs = wrong
      .flatMap(({ key, isRenamed }) => (isRenamed ? [] : (told.get(key) ?? [])))
      .filter(({ openedAt }) => openedAt >= deps.keptFrom);
    const versions = await readVersions(deps.clickhouse, refs);
    for (const ref of refs) {
      const key = trackingKey(ref.stream, ref);
      const stored = versions.get(key) ?? 0;
      if (stored <= mirror.versionOf(key))
        finding.differs(
          `${ref.stream} ${ref.conversationId}, told after ${mirror.versionOf(key)} events, stored after ${stored}`,
        );
    }
  } finally {
    await follower.close();
  }
  return finding;
}

/** Where the topic ends, by partition; nothing where it does not exist. */
async function readEnds(kafka: Kafka): Promise<Map<number, bigint>> {
  return askKafka(kafka, ASK_MS, async (admin) => {
    if (!(await admin.listTopics()).includes(TOPICS.live)) return new Map<number, bigint>();
    const ends = await readLimits(admin, TOPICS.live);
    return new Map(ends.map(({ partition, high }) => [partition, high]));
  });
}

async function readVersions(
  clickhouse: ClickHouse,
  refs: readonly ConversationRef[],
): Promise<Map<string, number>> {
  const byStream = new Map<Stream, ConversationRef[]>();
  for (const ref of refs) getOrInsert(byStream, ref.stream, () => []).push(ref);
  const versions = new Map<string, number>();
  for (const [stream, of] of byStream) {
    const rows = await readConversations(clickhouse, stream, of);
    for (const ref of of) versions.set(trackingKey(stream, ref), rows.get(refKey(ref))?.version ?? 0);
  }
  return versions;
}
