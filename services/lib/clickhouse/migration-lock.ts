import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, LinewatchError } from '../errors.ts';
import type { ClickHouse } from './client.ts';

export interface LockOptions {
  /** How often the holder shows that it is alive. */
  beatMs: number;
  /** Without a sign of life for this long the holder counts as dead. ClickHouse counts in whole seconds. */
  staleMs: number;
  /** How long to wait for another holder. */
  waitMs: number;
}

export const DEFAULT_LOCK: LockOptions = { beatMs: 3_000, staleMs: 15_000, waitMs: 120_000 };

const RETRY_MS = 250;

/** What is locked. */
export interface Lock {
  database: string;
  onCluster: string;
  /** The table that stands for it. */
  name?: string;
  /** What the other one is doing, for people. */
  busy?: string;
}

/**
 * Runs `work` while no other process migrates the database, or does what else the lock is of. The lock is a table, as creating one is the only thing
 * that ClickHouse lets just one of many do; a cluster carries out creations in one order on all servers. Rejects with
 * `MIGRATION_LOCKED` when another holder stays alive for `waitMs`.
 *
 * A holder that stood still for longer than `staleMs` and then goes on is not stopped: statements can be repeated.
 */
export async function withMigrationLock<T>(
  bare: ClickHouse,
  { database, onCluster, name = 'migration_lock', busy = 'another process is migrating the database' }: Lock,
  { beatMs, staleMs, waitMs }: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  const lock = `${database}.${name}${onCluster}`;
  const free = () => bare.command(`DROP TABLE IF EXISTS ${lock} SYNC`);

  async function isTaken(): Promise<boolean> {
    try {
      await bare.command(`CREATE TABLE ${lock} (unused UInt8) ENGINE = MergeTree ORDER BY tuple()`);
      return true;
    } catch (error) {
      if (codeOf(error) !== 'CLICKHOUSE_TABLE_ALREADY_EXISTS') throw error;
      return false;
    }
  }

  /** ms since the holder's last sign of life; null when there is no holder any more. */
  async function silence(): Promise<number | null> {
    const [row] = await bare.query<{ seconds: number }>({
      sql: `SELECT dateDiff('second', metadata_modification_time, now())::Float64 AS seconds FROM system.tables
            WHERE database = {database:String} AND name = {name:String}`,
      params: { database, name },
    });
    return row ? row.seconds * 1_000 : null;
  }

  const giveUpAt = performance.now() + waitMs;
  while (!(await isTaken())) {
    const silentMs = await silence();
    if (silentMs !== null && silentMs > staleMs) await free();
    else if (performance.now() > giveUpAt) {
      throw new LinewatchError('MIGRATION_LOCKED', busy, { retriable: true });
    } else await sleep(RETRY_MS);
  }
  let beats = 0;
  const beating = setInterval(() => {
    // One that is lost is made up for by the next; the work itself says when the server is away.
    bare.command(`ALTER TABLE ${lock} MODIFY COMMENT 'beat ${++beats}'`).catch(() => {});
  }, beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beating);
    await free();
  }
}
