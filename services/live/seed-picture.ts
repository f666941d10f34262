import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { codeOf } from '../lib/errors.ts';
import { inSlices } from '../lib/in-slices.ts';
import type { Log } from '../lib/log.ts';
import type { Backlog } from './backlog.ts';
import type { Offsets } from './coverage.ts';
import { createPicture, type Picture } from './picture.ts';
import { readStoredAgents, readStoredConversations } from './seed.ts';
import { readStoredPositions } from './stored-positions.ts';

/** Until storage that cannot be read is asked again, and until it has stored what news go on from. */
const AGAIN_MS = 1_000;
const NOT_YET_MS = 250;

interface Deps {
  clickhouse: ClickHouse;
  log: Pick<Log, 'info' | 'warn'>;
  now: () => number;
}

/**
 * Reads what is open from storage, once storage has all that was before the first of the news, and plays the news on top
 * of it: what came of a record that was stored before it was read is in what was read, all else is in the news. What comes
 * to the backlog afterwards is left to the caller.
 *
 * @param told by `partitionKey`, how far ingest said that it has stored
 * @param needed how far storage must have come: what was heard before, and is not among the news
 */
export async function seedPicture(
  { clickhouse, log, now }: Deps,
  backlog: Backlog,
  { told, needed }: { told: Offsets; needed: Offsets },
  signal: AbortSignal,
): Promise<Picture> {
  for (;;) {
    signal.throwIfAborted();
    try {
      const before = await readStoredPositions(clickhouse);
      const offsets = furthest(before.offsets, told);
      if (!backlog.followsOn(offsets) || !reaches(offsets, needed)) {
        await sleep(NOT_YET_MS, undefined, { signal, ref: false });
        continue;
      }
      const [{ conversations, lostUntil }, agents] = await Promise.all([
        readStoredConversations(clickhouse, now()),
        readStoredAgents(clickhouse, now()),
      ]);
      const after = await readStoredPositions(clickhouse);
      const picture = createPicture(after.offsets);
      picture.coverage.stored(offsets, before.asOf);
      await inSlices(conversations, (conversation) => picture.mirror.fill(conversation, now()));
      if (lostUntil !== null) picture.mirror.lately.lose(lostUntil);
      for (const state of agents) picture.mirror.applyAgent(state, now());
      for (let deltas = backlog.take(); deltas.length > 0; deltas = backlog.take())
        await inSlices(deltas, (delta) => picture.play(delta, now()));
      log.info(
        { conversations: picture.mirror.open, agents: agents.length },
        'what is open was read from storage',
      );
      return picture;
    } catch (error) {
      signal.throwIfAborted();
      log.warn({ code: codeOf(error) }, 'what is open could not be read and is tried again');
      await sleep(AGAIN_MS, undefined, { signal, ref: false });
    }
  }
}

function reaches(offsets: Offsets, needed: Offsets): boolean {
  return [...needed].every(([key, offset]) => (offsets.get(key) ?? 0n) >= offset);
}

function furthest(a: Offsets, b: Offsets): Map<string, bigint> {
  const all = new Map(a);
  for (const [key, offset] of b) if (offset > (all.get(key) ?? -1n)) all.set(key, offset);
  return all;
}
