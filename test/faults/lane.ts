import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, type Endpoints } from '../../services/lib/connections.ts';
import { verify } from '../../services/verify/main.ts';
import { kafkaSecurity } from '../support/kafka-security.ts';
import { type IngestProcess, type IngestProcessSettings, startIngestProcess } from './ingest-control.ts';

export interface LaneOptions {
  name: string;
  endpoints: Endpoints;
  /** File that the processes run. */
  entry: string;
  sessionTimeoutMs: number;
  /** File of the reference data: with queues, calendars and SLA policies, facts have keys that come and go. */
  config: string;
  /** Other addresses for ingest alone, such as those of proxies. */
  seenByIngest?: Partial<Endpoints>;
  ingest?: IngestProcessSettings['options'];
  cuts?: IngestProcessSettings['cuts'];
}

/** A database of its own, filled by a consumer group of its own: the same events as all lanes, and its own faults. */
export interface Lane {
  name: string;
  database: string;
  clickhouse: ClickHouse;
  start(): IngestProcess;
  /**
   * Resolves when everything up to `total` records is stored. Rejects when it takes too long. The engine is asked when
   * `ingest` says that it has stored something: it has better things to do than to answer questions all the time.
   */
  caughtUp(total: number, ingest: IngestProcess, timeoutMs?: number): Promise<void>;
  /** The lines of `verify` that tell of differences; none if all is well. */
  differences(log: boolean): Promise<string[]>;
  /** A fingerprint of every figure: all facts, conversations and agents' states, but not when they were written. */
  digest(): Promise<string>;
  close(): Promise<void>;
}

/** Another process may have stored it, or the last word of one that was killed was lost. */
const ASK_MS = 500;

const DIGEST = [
  'SELECT fact, at, conversation_id, stream, seq, * EXCEPT (fact, at, conversation_id, stream, seq, version, is_deleted) FROM facts FINAL',
  'SELECT * FROM conversations FINAL',
  'SELECT * FROM agent_states FINAL',
  'SELECT * EXCEPT (ingested_at, kafka_at) FROM events FINAL',
  'SELECT topic, kafka_partition, kafka_offset, reason, stage FROM dead_letters FINAL',
];

export async function createLane(options: LaneOptions): Promise<Lane> {
  const { name, endpoints, entry } = options;
  const database = `faults_${name.replace(/\W/g, '_')}`;
  const environmentOf = ({ brokers, registryUrl, clickhouseUrl }: Endpoints) => ({
    KAFKA_BROKERS: brokers.join(','),
    SCHEMA_REGISTRY_URL: registryUrl,
    CLICKHOUSE_URL: clickhouseUrl,
    CLICKHOUSE_DATABASE: database,
    CONTACT_CENTER_CONFIG: options.config,
    ...kafkaSecurity(),
  });
  const environment = readEnvironment(environmentOf(endpoints));
  const bare = connectClickHouse(environment, endpoints, 'default');
  await bare.command(`DROP DATABASE IF EXISTS ${database}`);
  await migrate(bare, database);
  const clickhouse = connectClickHouse(environment, endpoints);

  return {
    name,
    database,
    clickhouse,
    start: () =>
      startIngestProcess(
        {
          environment: environmentOf({ ...endpoints, ...options.seenByIngest }),
          groupId: `faults-${name}`,
          sessionTimeoutMs: options.sessionTimeoutMs,
          logLevel: process.env.FAULTS_LOG_LEVEL ?? 'error',
          options: { lingerMs: 40, ...options.ingest },
          cuts: options.cuts ?? null,
        },
        entry,
      ),
    async caughtUp(total, ingest, timeoutMs = 600_000) {
      const deadline = Date.now() + timeoutMs;
      let stored = 0;
      while (stored < total) {
        if (Date.now() > deadline)
          throw new Error(`${name}: ${stored} of ${total} records after ${timeoutMs} ms`);
        const more = ingest.stored();
        stored = await storedRecords(clickhouse);
        if (stored < total) await Promise.race([more, sleep(ASK_MS)]);
      }
    },
    async differences(log) {
      const lines: string[] = [];
      const code = await verify(
        { environment, endpoints },
        { repair: false, log },
        { say: (line) => lines.push(line), progress() {} },
      );
      return code === 0 ? [] : lines;
    },
    async digest() {
      const parts: string[] = [];
      for (const rows of DIGEST) {
        const sql = `SELECT toString(count()) AS n, toString(groupBitXor(cityHash64(*))) AS hash FROM (${rows})`;
        const [row] = await clickhouse.query<{ n: string; hash: string }>({ sql, params: {} });
        parts.push(`${row!.n}:${row!.hash}`);
      }
      return parts.join(' ');
    },
    async close() {
      await bare.command(`DROP DATABASE IF EXISTS ${database}`).catch(() => {});
      await Promise.all([clickhouse.close(), bare.close()]);
    },
  };
}

async function storedRecords(clickhouse: ClickHouse): Promise<number> {
  try {
    const sql = 'SELECT sum(next_offset)::Float64 AS n FROM watermarks FINAL';
    const [row] = await clickhouse.query<{ n: number }>({ sql, params: {} });
    return row?.n ?? 0;
  } catch {
    // The server is away: that is some of the faults.
    return 0;
  }
}
