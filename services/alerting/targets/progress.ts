import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { partitionKey } from '../../lib/event-stream.ts';
import type { PartitionEnds } from '../../lib/kafka/partition-ends.ts';
import { createMarks, type Offsets } from './marks.ts';

/** The topics whose events fulfil targets; how far the others are stored does not matter to them. */
export const TARGET_TOPICS = ['contact.tickets', 'contact.chats'] as const;

/**
 * Knows up to which time all that Kafka had of conversations is stored.
 *
 * Ingest says so itself, with what it stores, and once a second while nothing comes. That is too seldom where an
 * alert waits for it, so Kafka is asked then how far its partitions reach: as soon as they are stored up to there,
 * all that it had when it was asked is. (Offsets that no event has, such as a transaction's marker at the very end,
 * keep that from coming true: then what ingest says decides.)
 */
export interface Progress {
  /**
   * UTC ms, null where ingest has never run. Rejects (retriable) while ClickHouse is away.
   *
   * @param closely whether something waits for it: Kafka is asked too
   */
  read(closely: boolean): Promise<number | null>;
}

export function createProgress(deps: {
  clickhouse: ClickHouse;
  ends: Pick<PartitionEnds, 'read'>;
  now: () => number;
}): Progress {
  const { clickhouse, ends, now } = deps;
  const marks = createMarks();

  async function mark(): Promise<void> {
    const at = now();
    try {
      marks.put(at, await ends.read());
    } catch {
      // Kafka is away: nothing comes to be stored either, and what ingest says remains.
    }
  }

  return {
    async read(closely) {
      if (closely) await mark();
      const { asOf, stored } = await readStored(clickhouse);
      const reached = marks.reached((offsets) => isStored(offsets, stored));
      if (asOf === null || reached === null) return asOf;
      return Math.max(asOf, reached);
    },
  };
}

const SQL_STORED = `SELECT topic, kafka_partition::UInt16 AS partition, toString(max(next)) AS next,
  max(as_of_ms)::Float64 AS asOf
FROM (
  SELECT topic, kafka_partition, next_offset AS next, -1::Int64 AS as_of_ms
  FROM watermarks FINAL WHERE topic IN {topics:Array(String)}
  UNION ALL
  SELECT topic, kafka_partition, 0::UInt64, toUnixTimestamp64Milli(as_of)
  FROM freshness FINAL WHERE topic IN {topics:Array(String)}
)
GROUP BY topic, kafka_partition`;

/** What ingest says: as of when it is fresh at its slowest partition, and the next offset of each. */
async function readStored(
  clickhouse: ClickHouse,
): Promise<{ asOf: number | null; stored: Map<string, bigint> }> {
  const rows = await clickhouse.query<{ topic: string; partition: number; next: string; asOf: number }>({
    sql: SQL_STORED,
    params: { topics: [...TARGET_TOPICS] },
  });
  const fresh = rows.filter(({ asOf }) => asOf >= 0).map(({ asOf }) => asOf);
  return {
    asOf: fresh.length === 0 ? null : Math.min(...fresh),
    stored: new Map(rows.map((row) => [partitionKey(row), BigInt(row.next)])),
  };
}

function isStored(ends: Offsets, stored: Offsets): boolean {
  for (const [partition, end] of ends) if ((stored.get(partition) ?? 0n) < end) return false;
  return true;
}

/** How far due times have been decided. UTC ms. */
export interface Horizon {
  /** Whatever was due up to here is decided. */
  until: number;
  /** Up to here all events are stored; what lies between is decided without knowing them. */
  confirmedUntil: number;
}

export interface HorizonOptions {
  /** How long an event may take from its own time until it is in Kafka, ms. */
  settleMs: number;
  /** How long to wait for a pipeline that is behind, ms. */
  confirmWithinMs: number;
}

/**
 * The due times that can be decided now.
 *
 * A reply in time may be on its way when its target comes due: what was due is decided once everything that Kafka
 * had at that time, and `settleMs` after it, is stored. While the pipeline is behind that does not come to pass;
 * after `confirmWithinMs` silence would be worse than an alert that may prove wrong.
 *
 * @param asOf UTC ms: what Kafka had before is stored; null where ingest has never run
 */
export function horizonAt(now: number, asOf: number | null, options: HorizonOptions): Horizon {
  const confirmedUntil = Math.min(now, asOf ?? Number.NEGATIVE_INFINITY) - options.settleMs;
  return { until: Math.max(confirmedUntil, now - options.confirmWithinMs), confirmedUntil };
}
