import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { ClickHouse, Query } from '../../../services/lib/clickhouse/client.ts';
import { createInTurn } from '../../../services/lib/in-turn.ts';
import { holdUser } from './user-memory.ts';

/** What one statement took of the engine. */
export interface Spent {
  sql: string;
  /** Rows and bytes read of tables, those of subqueries too. */
  rows: number;
  bytes: number;
  /** The engine's own time, ms. */
  ms: number;
  /** Why there was no answer: what was read until then is not known and counts as nothing. */
  failed?: string;
}

/** What some statements took, which ran one by one. */
export interface Metered {
  statements: Spent[];
  /** The most memory that one of them held at a time, bytes. */
  memory: number;
}

export interface Meter {
  /** A client whose queries run one by one and are measured. */
  clickhouse: ClickHouse;
  /** Measures what is asked of the client until the work is done; one piece of work at a time. */
  measure(work: () => Promise<unknown>): Promise<Metered>;
  close(): Promise<void>;
}

export interface MeterOptions {
  /** What it is a client like. */
  clickhouse: ClickHouse;
  /** Of the embedded engine, which nobody else asks meanwhile: its only user's memory is measured. */
  url: string;
  database: string;
  requestTimeoutMs: number;
}

/**
 * Tells what statements cost. The engine that is embedded keeps no `system.query_log` and counts nothing that is read in
 * `X-ClickHouse-Summary`: what was read comes with an answer in the format JSON, and memory is that of the user.
 */
export function createMeter({ clickhouse, url, database, requestTimeoutMs }: MeterOptions): Meter {
  const client = createClient({
    url,
    database,
    request_timeout: requestTimeoutMs,
    use_multipart_params_auto: true,
    log: { level: ClickHouseLogLevel.OFF },
  });
  const inTurn = createInTurn();
  let statements: Spent[] = [];

  async function ask<Row>({ sql, params }: Query): Promise<Row[]> {
    const from = performance.now();
    try {
      const answer = await client.query({ query: sql, query_params: params, format: 'JSON' });
      const { data, statistics } = await answer.json<Row>();
      const { rows_read: rows, bytes_read: bytes, elapsed } = statistics!;
      statements.push({ sql, rows, bytes, ms: elapsed * 1_000 });
      return data;
    } catch (error) {
      statements.push({ sql, rows: 0, bytes: 0, ms: performance.now() - from, failed: String(error) });
      throw error;
    }
  }

  return {
    clickhouse: { ...clickhouse, query: (query) => inTurn(() => ask(query)) },
    async measure(work) {
      statements = [];
      const user = await holdUser(clickhouse);
      try {
        await work();
        return { statements, memory: await user.peak() };
      } finally {
        await user.release();
      }
    },
    close: () => client.close(),
  };
}
