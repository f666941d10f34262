import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { LinewatchError } from '../lib/errors.ts';
import { FORGOTTEN_ID, hashSql } from '../privacy/forgotten.ts';
import type { Erased, Run } from './runs.ts';

/** Hashes that one statement names. */
const CHUNK = 1_000;
const LOOK_EVERY_MS = 250;
/** A part is old for `old_parts_lifetime`, is looked for up to `max_cleanup_delay_period` later, and is removed in this time. */
const REMOVAL_MS = 60_000;

/** Where conversations stand under their ids, in the order in which they are erased: events tell what else there is. */
const TABLES = ['facts', 'tellings', 'surveyed', 'conversations', 'events'] as const;

/** Removes rows from tables, and waits until they are gone. */
export interface Eraser {
  /** How many rows there are of these conversations. */
  count(hashes: readonly string[]): Promise<Erased[]>;
  /** Every row of these conversations; alerts of them stay, and no longer say of which. */
  conversations(hashes: readonly string[]): Promise<void>;
  /** What an act of forgetting knew while it was under way. */
  key(): Promise<void>;
  /** When ClickHouse has removed the last file that held what was erased up to now, UTC ms. */
  goneBy(now: number): Promise<number>;
}

/**
 * Lightweight deletes would leave the rows where they are; these rewrite the parts that hold them. Statements name hashes
 * alone, as ClickHouse keeps their text.
 *
 * @param cluster its name, where the tables are spread over one
 */
export function createEraser(clickhouse: ClickHouse, { salt }: Run, cluster: string | undefined): Eraser {
  const tableOf = (name: string) => (cluster === undefined ? name : `${name}_local`);
  const onCluster = cluster === undefined ? '' : ` ON CLUSTER ${cluster}`;

  /** @param of whose hash is meant, as SQL */
  async function mutate(table: string, action: string, hashes: readonly string[], of = 'conversation_id') {
    for (let at = 0; at < hashes.length; at += CHUNK) {
      const list = hashes.slice(at, at + CHUNK).map((hash) => `'${hash}'`);
      const place = `${hashSql(salt, 'conversation', of)} IN (${list})`;
      await clickhouse.command(`ALTER TABLE ${tableOf(table)}${onCluster} ${action} WHERE ${place}`);
    }
  }

  async function count(table: string, hashes: readonly string[]): Promise<number> {
    const [row] = await clickhouse.query<{ n: number }>({
      sql: `SELECT count()::Float64 AS n FROM ${table}
            WHERE ${hashSql(salt, 'conversation', 'conversation_id')} IN {hashes:Array(String)}`,
      params: { hashes },
    });
    return row!.n;
  }

  async function untilDone(tables: readonly string[]): Promise<void> {
    for (;;) {
      const from =
        cluster === undefined ? 'system.mutations' : `clusterAllReplicas(${cluster}, system.mutations)`;
      const [row] = await clickhouse.query<{ open: number; failed: string }>({
        sql: `SELECT count()::Float64 AS open, max(latest_fail_reason) AS failed FROM ${from}
              WHERE database = currentDatabase() AND table IN {tables:Array(String)} AND NOT is_done`,
        params: { tables: tables.map(tableOf) },
      });
      if (row!.open === 0) return;
      if (row!.failed !== '')
        throw new LinewatchError('ERASE_FAILED', `ClickHouse cannot rewrite a table: ${row!.failed}`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  return {
    async count(hashes) {
      const counted: Erased[] = [];
      for (const table of [...TABLES, 'alerts']) counted.push({ table, rows: await count(table, hashes) });
      return counted.filter(({ rows }) => rows > 0);
    },
    async conversations(hashes) {
      if (hashes.length === 0) return;
      await mutate('alerts', `UPDATE conversation_id = '${FORGOTTEN_ID}'`, hashes);
      // Of conversations that others were merged into.
      await mutate('events', `UPDATE body = '${MERGED}'`, hashes, MERGED_INTO);
      for (const table of TABLES) {
        await mutate(table, 'DELETE', hashes);
        await untilDone([table, 'alerts', 'events']);
      }
    },
    async key() {
      await clickhouse.command(`OPTIMIZE TABLE ${tableOf('forget_runs')}${onCluster} FINAL`);
    },
    async goneBy(now) {
      const [row] = await clickhouse.query<{ seconds: number }>({
        sql: `SELECT sum(toFloat64(value)) AS seconds FROM system.merge_tree_settings WHERE name IN
              ('old_parts_lifetime', 'max_cleanup_delay_period', 'cleanup_delay_period_random_add')`,
        params: {},
      });
      return now + row!.seconds * 1_000 + REMOVAL_MS;
    },
  };
}

const MERGED = `{"type":"merged","into_conversation_id":"${FORGOTTEN_ID}"}`;
const MERGED_INTO = `if(type = 'merged', JSONExtractString(body, 'into_conversation_id'), '')`;
