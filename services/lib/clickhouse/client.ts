import { Readable } from 'node:stream';
import {
  type ClickHouseClient,
  ClickHouseError,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import { LinewatchError } from '../errors.ts';
import type { Rows } from './native/rows.ts';

export interface ClickHouseOptions {
  url: string;
  database: string;
  /** Longest time a request may take. */
  requestTimeoutMs: number;
  /** Whether the tables are spread over a cluster; see docs/production.md. */
  clustered?: boolean;
}

/** Values that may be bound to a `{name:Type}` of a statement. Instants are bound as epoch ms. */
export type Parameters = Record<string, string | number | boolean | readonly (string | number)[]>;

/** A query as a value: text with typed parameters, and what to bind to them. */
export interface Query {
  sql: string;
  params: Parameters;
  /** What it takes at the least; the client itself does not look at it. */
  cost?: QueryCost;
}

/** What a query takes at the least. */
export interface QueryCost {
  /** Bytes of memory at the same time for each row that it reads, if all of them count. */
  bytesPerRow: number;
  /** Processor time of one core for each row that it reads, ns. */
  nsPerRow: number;
  /** Answers `bytes`: those of the rows that count. Not given: all do. */
  held?: Pick<Query, 'sql' | 'params'>;
}

/**
 * The part of ClickHouse that services use. All reject with a `CLICKHOUSE_*` code: `CLICKHOUSE_TIMED_OUT` where the client
 * has waited as long as it may, `CLICKHOUSE_UNAVAILABLE` where there was no answer for another reason.
 */
export interface ClickHouse {
  /** Rows as objects. 64-bit integers come as strings unless the query casts them. */
  query<Row>(query: Query, signal?: AbortSignal): Promise<Row[]>;
  /** Runs a statement that gives no rows. */
  command(sql: string, params?: Parameters): Promise<void>;
  /** Inserts rows, if there are any; resolves once they are on disk. */
  insert(table: string, rows: Rows): Promise<void>;
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Errors of ClickHouse that may go away by themselves: too many queries, memory, timeouts, read-only replica; and
 * replicas that are away or behind, so that there is no quorum (285, 286, 289).
 */
const RETRIABLE_CODES = new Set(
  ['159', '202', '209', '210', '241', '242', '252'].concat(['285', '286', '289', '319', '999']),
);

/**
 * Ingest compares new events with what it has stored, so on a cluster a read must see every write that was
 * acknowledged, from whichever replica: inserts wait for two replicas, one after the other, and reads for a replica
 * that has them all. Some queries compare one distributed table with another.
 */
const ON_A_CLUSTER: ClickHouseSettings = {
  insert_quorum: '2',
  insert_quorum_parallel: 0,
  select_sequential_consistency: '1',
  distributed_foreground_insert: 1,
  distributed_product_mode: 'global',
};

/** A client of ClickHouse over HTTP, the real one or the embedded one. */
export function createClickHouse(options: ClickHouseOptions): ClickHouse {
  const { requestTimeoutMs } = options;
  const client: ClickHouseClient = createClient({
    url: options.url,
    database: options.database,
    request_timeout: requestTimeoutMs,
    max_open_connections: 16,
    // ClickHouse closes idle connections after 3 s by default; a busy event loop must not write to one that is gone.
    keep_alive: { enabled: true, idle_socket_ttl: 1_500, eagerly_destroy_stale_sockets: true },
    // What fails reaches the caller; the client's own warnings have no place in our log.
    log: { level: ClickHouseLogLevel.OFF },
    // Look-ups of many conversations would not fit into a URL.
    use_multipart_params_auto: true,
    clickhouse_settings: {
      async_insert: 0,
      date_time_input_format: 'best_effort',
      // An import of ten years, or clocks that are far off, touch more months at once than the default of 100.
      max_partitions_per_insert_block: '0',
      ...(options.clustered ? ON_A_CLUSTER : {}),
    },
  });
  return {
    async query<Row>({ sql, params }: Query, signal?: AbortSignal) {
      return failing(requestTimeoutMs, async () => {
        const result = await client.query({
          query: sql,
          query_params: params,
          format: 'JSONEachRow',
          ...(signal ? { abort_signal: signal } : {}),
        });
        return result.json<Row>();
      });
    },
    command: (sql, params = {}) =>
      failing(requestTimeoutMs, async () => {
        await client.command({ query: sql, query_params: params });
      }),
    // Its message may quote a row, and values of events must not get into a log.
    insert: (table, rows) =>
      failing(
        requestTimeoutMs,
        async () => {
          if (rows.count === 0) return;
          const result = await client.exec({
            query: `INSERT INTO ${table} (${Object.keys(rows.columns).join(', ')}) FORMAT Native`,
            values: Readable.from(rows.chunks(), { objectMode: false }),
            // Looking for rows that replace one another within an insert takes as long as the rest of it; FINAL finds
            // the few that there are.
            clickhouse_settings: { optimize_on_insert: 0 },
          });
          for await (const _ of result.stream) {
            // An INSERT answers with nothing; the connection is free again once that is read.
          }
        },
        `rows of ${table}`,
      ),
    ping: async () => (await client.ping()).success,
    close: () => client.close(),
  };
}

const CLOCK_MS = 50;

/**
 * @param timeoutMs after which the client gives up
 * @param subject what was tried, where ClickHouse's own message must not be passed on.
 */
async function failing<T>(timeoutMs: number, call: () => Promise<T>, subject?: string): Promise<T> {
  const since = performance.now();
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof ClickHouseError) {
      const code = cause.type ?? cause.code;
      const message = `ClickHouse refuses${subject ? ` ${subject}: ${code}` : `: ${cause.message}`}`;
      throw new LinewatchError(`CLICKHOUSE_${code}`, message, {
        cause,
        retriable: RETRIABLE_CODES.has(cause.code),
      });
    }
    const message = `ClickHouse does not answer: ${(cause as Error).message}`;
    // A clock of the operating system may be a little ahead of this one.
    const isLate = performance.now() - since >= timeoutMs - CLOCK_MS;
    const code = isLate ? 'CLICKHOUSE_TIMED_OUT' : 'CLICKHOUSE_UNAVAILABLE';
    throw new LinewatchError(code, message, { cause, retriable: true });
  }
}
