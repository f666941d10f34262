import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';

/** The memory of the engine's only user, as long as it is held. */
export interface HeldUser {
  /** The most that all statements since held at a time, bytes; those that measure are not in it, but for some 100 kB. */
  peak(): Promise<number>;
  release(): Promise<void>;
}

/** A statement that runs until it is cancelled; it sleeps for a hundredth of a second again and again. */
const HOLD = `SELECT sleepEachRow(0.01) FROM numbers(1000000) SETTINGS max_block_size = 1, max_threads = 1`;
/** What holds the user takes less, and what a statement before took is gone once nobody asks. */
const AT_REST = 8 * 2 ** 20;
const POLL_MS = 2;
const TRIES = 2_500;
const BEGINNINGS = 50;

interface UserMemory {
  held: number;
  peak: number;
  holders: number;
}

/**
 * Begins to measure. The engine forgets the most that a user has held when none of its statements runs any more; so
 * one is kept running meanwhile. Where another ran when it began, it is begun again.
 */
export async function holdUser(clickhouse: ClickHouse): Promise<HeldUser> {
  for (let i = 0; i < BEGINNINGS; i++) {
    await until(clickhouse, ({ holders }) => holders === 0);
    const end = new AbortController();
    const holding = clickhouse.query({ sql: HOLD, params: {} }, end.signal).catch(() => {});
    const release = () => {
      end.abort();
      return holding.then(() => {});
    };
    const { held, peak } = await until(clickhouse, ({ holders }) => holders === 1);
    if (peak < AT_REST)
      return { peak: async () => Math.max(0, (await read(clickhouse)).peak - held), release };
    await release();
  }
  throw new Error('somebody else asks the engine: memory of a statement cannot be told');
}

async function until(clickhouse: ClickHouse, isSo: (memory: UserMemory) => boolean): Promise<UserMemory> {
  for (let i = 0; i < TRIES; i++) {
    const memory = await read(clickhouse);
    if (isSo(memory)) return memory;
    await sleep(POLL_MS);
  }
  throw new Error('the statement that holds the memory of the user does not begin or end');
}

async function read(clickhouse: ClickHouse): Promise<UserMemory> {
  const [row] = await clickhouse.query<UserMemory>({
    sql: `SELECT sum(memory_usage)::Float64 AS held, sum(peak_memory_usage)::Float64 AS peak,
      (SELECT count() FROM system.processes WHERE startsWith(query, 'SELECT sleepEachRow'))::Float64 AS holders
    FROM system.user_processes`,
    params: {},
  });
  return row!;
}
