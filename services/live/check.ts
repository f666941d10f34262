import { trackingKey } from '../domain/timeline/conversation-key.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { inSlices } from '../lib/in-slices.ts';
import { contentOf, contentsOf, countedFrom } from './contents.ts';
import { MAX_LATELY } from './lately-rows.ts';
import type { LiveConversation } from './live-fact.ts';
import type { Mirror } from './mirror.ts';
import { readStoredConversations, type StoredLive } from './seed.ts';

/** What a mirror, at a version of a conversation, and storage say of it; empty: nothing. */
interface Difference {
  version: number;
  shown: string;
  stored: string;
}

/**
 * Conversations of which a mirror and what is stored say different things, by key. The mirror runs ahead of storage, so
 * one that is found once says little; one that is found again, unchanged, is wrong.
 */
export type Differences = ReadonlyMap<string, Difference>;

/**
 * Compares in slices, so that nothing waits for it. The mirror may change meanwhile: what does, is found once. Of what
 * ended lately that is compared which figures look at `now` (UTC ms), as each side keeps a little more for as long as it likes.
 */
export async function compare(
  mirror: Mirror,
  { conversations, lostUntil }: StoredLive,
  now: number,
): Promise<Differences> {
  const counted = lostUntil === null && mirror.lately.isWhole(now) ? countedFrom(now) : null;
  const shown = contentsOf(mirror, counted);
  const found = new Map<string, Difference>();
  const note = (key: string, of: Omit<Difference, 'version'>) => {
    if (of.shown !== of.stored) found.set(key, { version: mirror.versionOf(key), ...of });
  };
  await inSlices(conversations, (conversation) => {
    const key = trackingKey(conversation.stream, conversation);
    note(key, { shown: shown.get(key) ?? '', stored: contentOf(conversation, counted) });
    shown.delete(key);
  });
  for (const [key, content] of shown) note(key, { shown: content, stored: '' });
  return found;
}

/** What was found twice, with the same version. */
export function lasting(before: Differences, after: Differences): string[] {
  return [...after].flatMap(([key, { version }]) => (before.get(key)?.version === version ? [key] : []));
}

/** Storage is asked for what ended a little longer ago than a mirror keeps it. */
const MAX_COMPARED = 2 * MAX_LATELY;

/** A conversation of which a mirror is wrong, and what is right. */
export interface Wrong {
  key: string;
  /** Not there: nothing of it is open, or ended lately. */
  stored: LiveConversation | undefined;
  /**
   * The same is there under another id: it was forgotten since, which changes no figure. To be mended, and no error.
   */
  isRenamed: boolean;
}

/** Compares a mirror with storage twice, with a pause between: what differs both times and had no news is wrong. */
export async function findWrong(
  { clickhouse, now }: { clickhouse: ClickHouse; now: () => number },
  mirror: Mirror,
  pause: () => Promise<void>,
): Promise<Wrong[]> {
  const compareNow = async () => {
    const stored = await readStoredConversations(clickhouse, now(), MAX_COMPARED);
    return { stored, found: await compare(mirror, stored, now()) };
  };
  const before = await compareNow();
  if (before.found.size === 0) return [];
  await pause();
  const { stored, found } = await compareNow();
  const wrong = lasting(before.found, found);
  const byKey = new Map(stored.conversations.map((one) => [trackingKey(one.stream, one), one]));
  const renamed = renamedAmong(wrong, found);
  return wrong.map((key) => ({ key, stored: byKey.get(key), isRenamed: renamed.has(key) }));
}

/** Keys that only one side has, for each of which the other side has one that says the same. */
function renamedAmong(keys: readonly string[], found: Differences): Set<string> {
  const onlyShown = new Map<string, string[]>();
  for (const key of keys) {
    const { shown, stored } = found.get(key)!;
    if (stored === '') getOrInsert(onlyShown, shown, () => []).push(key);
  }
  const renamed = new Set<string>();
  for (const key of keys) {
    const { shown, stored } = found.get(key)!;
    const before = shown === '' ? onlyShown.get(stored)?.pop() : undefined;
    if (before !== undefined) renamed.add(key).add(before);
  }
  return renamed;
}

/** `now`: UTC ms. */
export function mend(mirror: Mirror, wrong: readonly Wrong[], now: number): void {
  for (const { key, stored } of wrong) mirror.correct(key, stored, now);
}
