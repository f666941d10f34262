import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { createFinding, type Finding } from './finding.ts';

/** A check that ClickHouse does by itself: how many things there are, and those that should not be so. */
interface SqlCheck {
  check: string;
  examined: string;
  /** Gives `example`; `kept` is from when on nothing is too old to be kept. */
  wrong: string;
}

const KEPT = 'fromUnixTimestamp64Milli({kept:Int64})';

const CHECKS: readonly SqlCheck[] = [
  {
    check: 'events counted twice in a conversation',
    examined: 'SELECT count()::Float64 AS n FROM events FINAL',
    wrong: `SELECT concat(stream, ' ', conversation_id, ' ', event_id) AS example FROM events FINAL
            WHERE stream != 'agents' GROUP BY stream, toDate(opened_at), conversation_id, event_id HAVING count() > 1`,
  },
  {
    check: 'places in Kafka that two events claim',
    examined: 'SELECT count()::Float64 AS n FROM events FINAL',
    wrong: `SELECT concat(stream, '/', toString(kafka_partition), '@', toString(kafka_offset)) AS example
            FROM events FINAL GROUP BY stream, kafka_partition, kafka_offset HAVING count() > 1`,
  },
  {
    check: "agents' states against their events",
    examined: `SELECT count()::Float64 AS n FROM agent_states FINAL WHERE at >= ${KEPT}`,
    wrong: `SELECT concat(agent, ' ', id) AS example FROM (
              SELECT conversation_id AS agent, occurred_at AS time, event_id AS id FROM events FINAL
                WHERE stream = 'agents' AND type = 'state_changed'
              UNION ALL SELECT agent_id AS agent, at AS time, event_id AS id FROM agent_states FINAL
            ) WHERE time >= ${KEPT} GROUP BY agent, time, id HAVING count() != 2`,
  },
];

const STAMPS: SqlCheck = {
  check: 'events with a stamp that is not kept',
  examined: `SELECT uniqExact(stamp)::Float64 AS n FROM events WHERE stream != 'agents'`,
  wrong: `SELECT DISTINCT stamp AS example FROM events
          WHERE stream != 'agents' AND stamp NOT IN (SELECT hash FROM reference WHERE kind = 'stamp')`,
};

/**
 * Looks for what no order of events could have brought about.
 *
 * @param keptFrom UTC ms: what is older retention may have removed
 */
export async function checkBySql(clickhouse: ClickHouse, keptFrom: number): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of CHECKS) findings.push(await run(clickhouse, check, keptFrom));
  return findings;
}

/** Looks for the stamps that events name: without them their conversations can be neither read nor measured. */
export function checkStamps(clickhouse: ClickHouse): Promise<Finding> {
  return run(clickhouse, STAMPS);
}

async function run(clickhouse: ClickHouse, { check, examined, wrong }: SqlCheck, kept = 0): Promise<Finding> {
  const finding = createFinding(check);
  const [count] = await clickhouse.query<{ n: number }>({ sql: examined, params: { kept } });
  finding.examined = count?.n ?? 0;
  for (const { example } of await clickhouse.query<{ example: string }>({ sql: wrong, params: { kept } })) {
    finding.differs(example);
  }
  return finding;
}

/** Records that Kafka deleted before they were read. They are known to be lost, and no repair brings them back. */
export async function readLost(clickhouse: ClickHouse): Promise<number> {
  const [row] = await clickhouse.query<{ n: number }>({
    sql: 'SELECT sum(to_offset - from_offset)::Float64 AS n FROM lost_records FINAL',
    params: {},
  });
  return row?.n ?? 0;
}
