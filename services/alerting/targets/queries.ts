import type { ClickHouse, Query } from '../../lib/clickhouse/client.ts';
import type { Target } from './target.ts';

/** Most running targets that are looked at; with more, the last due are seen once others are done. */
export const MAX_TARGETS = 200_000;

const COLUMNS = `stream, conversation_id AS conversationId, label AS metric, seq, queue, team, agent, channel,
  priority, customer_tier AS customerTier, policy, state, toUnixTimestamp64Milli(at)::Float64 AS dueAt,
  target_ms::Float64 AS budgetMs, business_ms::Float64 AS spentMs`;

/** Targets that came due after `from` and up to `until` (UTC ms) and were not met in time: a read along the key. */
export const dueTargetsQuery = (from: number, until: number): Query => ({
  sql: `SELECT ${COLUMNS}
FROM facts FINAL
WHERE fact = 'sla_target' AND at > fromUnixTimestamp64Milli({from:Int64}) AND at <= fromUnixTimestamp64Milli({until:Int64})
  AND state IN ('active', 'breached')`,
  params: { from, until },
});

/** Running targets due after `from`, and those missed since `missedSince` (UTC ms), soonest due first. */
export const surveyQuery = (from: number, missedSince: number): Query => ({
  sql: `SELECT ${COLUMNS}
FROM facts FINAL
WHERE fact = 'sla_target' AND at > fromUnixTimestamp64Milli({from:Int64})
  AND (state = 'active' OR (state = 'breached' AND at > fromUnixTimestamp64Milli({missedSince:Int64})))
ORDER BY at
LIMIT {limit:UInt32}`,
  params: { from, missedSince, limit: MAX_TARGETS },
});

/** A page of the targets that came due after `after` and up to `until` (UTC ms) and were not met in time. */
export const missedTargetsQuery = (
  after: Pick<Target, 'dueAt' | 'conversationId' | 'seq'>,
  until: number,
  limit: number,
): Query => ({
  sql: `SELECT ${COLUMNS}
FROM facts FINAL
WHERE fact = 'sla_target' AND at >= fromUnixTimestamp64Milli({dueAt:Int64}) AND at <= fromUnixTimestamp64Milli({until:Int64})
  AND (at, conversation_id, seq)
    > (fromUnixTimestamp64Milli({dueAt:Int64}), {conversationId:String}, {seq:UInt32})
  AND state IN ('active', 'breached')
ORDER BY at, conversation_id, seq
LIMIT {limit:UInt32}`,
  params: { dueAt: after.dueAt, conversationId: after.conversationId, seq: after.seq, until, limit },
});

/** Events that came in long after their own time. */
export interface PastEvents {
  /** UTC ms: the first of their conversations was opened then. */
  openedFrom: number;
  /** UTC ms: the last of them came in then. */
  lastAt: number;
}

/** Of the events that came in after `since`, those whose own time lies before `before` (UTC ms); null without any. */
export async function readPastEvents(
  clickhouse: ClickHouse,
  since: number,
  before: number,
): Promise<PastEvents | null> {
  const [row] = await clickhouse.query<{ events: number } & PastEvents>({
    sql: `SELECT count()::Float64 AS events, toUnixTimestamp64Milli(min(opened_at))::Float64 AS openedFrom,
  toUnixTimestamp64Milli(max(ingested_at))::Float64 AS lastAt
FROM events
WHERE ingested_at > fromUnixTimestamp64Milli({since:Int64}) AND occurred_at < fromUnixTimestamp64Milli({before:Int64})`,
    params: { since, before },
  });
  return row === undefined || row.events === 0 ? null : { openedFrom: row.openedFrom, lastAt: row.lastAt };
}

export function readTargets(clickhouse: ClickHouse, query: Query): Promise<Target[]> {
  return clickhouse.query<Target>(query);
}
