import type { ClickHouse } from '../../lib/clickhouse/client.ts';

/** What one statement may take; infinite where nothing says so. */
export interface EngineLimits {
  memoryBytes: number;
  timeMs: number;
  /** Cores that work on it at the same time. */
  threads: number;
  /** Settings that an estimate needs for it to look at skip indexes, such as the engine has. */
  estimateSettings: readonly string[];
}

/**
 * With the first, skip indexes are looked at only while rows are read. With the second (26.7), an estimate of a statement
 * with FINAL counts all marks, though those that are read are far fewer; without it, it is a few too low.
 */
const OFF_FOR_ESTIMATES = ['use_skip_indexes_on_data_read', 'use_skip_indexes_if_final_exact_mode'];
const SETTINGS = [
  'max_memory_usage',
  'max_memory_usage_for_user',
  'max_execution_time',
  'max_threads',
  ...OFF_FOR_ESTIMATES,
];

const OF_THE_USER = `SELECT name, extract(value, '[0-9.]+') AS value FROM system.settings
WHERE name IN {settings:Array(String)}`;
const OF_THE_SERVER = `SELECT name, value FROM system.server_settings WHERE name = 'max_server_memory_usage'`;

interface Row {
  name: string;
  value: string;
}

/**
 * The limits of the engine's user and of the engine itself, and how long the client waits. Rejects where the user may not
 * read its own.
 *
 * @param timeoutMs of the client
 */
export async function readEngineLimits(clickhouse: ClickHouse, timeoutMs: number): Promise<EngineLimits> {
  const [user, server] = await Promise.all([
    clickhouse.query<Row>({ sql: OF_THE_USER, params: { settings: SETTINGS } }),
    // Not every user may look at the server; its own limits count all the same.
    clickhouse.query<Row>({ sql: OF_THE_SERVER, params: {} }).catch(() => []),
  ]);
  // 0 is no limit.
  const of = new Map(
    [...user, ...server].map(({ name, value }) => [name, Number(value) || Number.POSITIVE_INFINITY]),
  );
  const least = (...names: string[]) =>
    Math.min(...names.map((name) => of.get(name) ?? Number.POSITIVE_INFINITY));
  return {
    memoryBytes: least('max_memory_usage', 'max_memory_usage_for_user', 'max_server_memory_usage'),
    timeMs: Math.min(timeoutMs, 1_000 * least('max_execution_time')),
    threads: least('max_threads'),
    estimateSettings: OFF_FOR_ESTIMATES.filter((name) => of.has(name)).map((name) => `${name} = 0`),
  };
}
