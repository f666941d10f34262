import { createClient } from '@clickhouse/client';
import type { ClickHouse, Query } from '../../../services/lib/clickhouse/client.ts';
import { createInTurn } from '../../../services/lib/in-turn.ts';
import { holdUser } from './user-memory.ts';

/** What one statement took of the engine. */
export interface Spent {
  sql: string;
  /** Rows and bytes read of tables, those of subqueries too. */
  rows: number;
  bytes: number;
  /** The most memory that it held at a time, bytes. */
  memory: number;
  /** The engine's own time, ms. */
  ms: number;
  /** Why there was no answer: what was read until then is not known and counts as nothing. */
  failed?: string;
}

/** A client whose queries are measured. */
export interface Meter {
  clickhouse: ClickHouse;
  /** What was asked since the last call, in the order of the answers. */
  taken(): Spent[];
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
 * Has queries run one by one and notes what each costs. The engine that is embedded keeps no `system.query_log` and
 * counts nothing in `X-ClickHouse-Summary`: what was read comes with an answer in the format JSON, and memory is that of the user.
 */
export function createMeter({ clickhouse, url, database, requestTimeoutMs }: MeterOptions): Meter {
  const client = createClient({
    url,
    database,
    request_timeout: requestTimeoutMs,
    use_multipart_params_auto: true,
  });
  const inTurn = createInTurn();
  let spent: Spent[] = [];

  async function measure<Row>({ sql, params }: Query): Promise<Row[]> {
    const user = await holdUser(clickhouse);
    const from = performance.now();
    try {
      const answer = await client.query({ query: sql, query_params: params, format: 'JSON' });
      const { data, statistics } = await answer.json<Row>();
      const { rows_read: rows, bytes_read: bytes, elapsed } = statistics!;
      spent.push({ sql, rows, bytes, memory: await user.peak(), ms: elapsed * 1_000 });
      return data;
    } catch (error) {
      const ms = performance.now() - from;
      spent.push({ sql, rows: 0, bytes: 0, memory: await user.peak(), ms, failed: String(error) });
      throw error;
    } finally {
      await user.release();
    }
  }

  return {
    clickhouse: { ...clickhouse, query: (query) => inTurn(() => measure(query)) },
    taken() {
      const taken = spent;
      spent = [];
      return taken;
    },
    close: () => client.close(),
  };
}
