import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { OVERDUE } from '../catalogue/targets.ts';
import { conditionSql } from '../evaluate/sql.ts';
import { type Filters, filterSql } from '../filters.ts';
import { narrowed } from '../rows/narrowed.ts';

/** A running SLA target. Times are ISO 8601, UTC. */
export interface LiveTarget {
  conversationId: string;
  metric: string;
  dueAt: string;
  /** Negative once it is breached. */
  remainingMs: number;
  queue: string;
  channel: string;
  agent: string;
  priority: string;
  policy: string;
}

/** At risk is what will be due within this share of its budget. */
const AT_RISK_SHARE = 0.2;
/** Or within this time, whichever is longer. */
const AT_RISK_MS = 10 * 60_000;

/** How long before it is due a target is at risk, ms. */
export function atRiskSpan(targetMs: number): number {
  return Math.trunc(Math.max(AT_RISK_MS, targetMs * AT_RISK_SHARE));
}

/** SQL condition: a running target that will be missed soon if nobody acts. Sees `{now:Int64}`. */
export const AT_RISK = `state = 'active' AND at >= fromUnixTimestamp64Milli({now:Int64})
  AND at < fromUnixTimestamp64Milli({now:Int64} + toInt64(greatest(${AT_RISK_MS}, target_ms * ${AT_RISK_SHARE})))`;
/** SQL condition: a running target that was missed. */
export const OVERDUE_NOW = conditionSql(OVERDUE);

/** Running targets that are at risk or breached, soonest due first. */
export async function queryLiveTargets(
  clickhouse: ClickHouse,
  {
    now,
    state,
    filters,
    limit,
  }: { now: number; state: 'at_risk' | 'breached'; filters: Filters; limit: number },
): Promise<LiveTarget[]> {
  const { conditions, params } = filterSql(filters);
  const running = ["fact = 'sla_target'", state === 'at_risk' ? AT_RISK : OVERDUE_NOW];
  const where = [narrowed(running), ...conditions];
  const rows = await clickhouse.query<Omit<LiveTarget, 'dueAt' | 'remainingMs'> & { due: number }>({
    sql: `SELECT conversation_id AS conversationId, label AS metric, toUnixTimestamp64Milli(at)::Float64 AS due,
  queue, channel, agent, priority, policy
FROM facts FINAL
WHERE ${where.join(' AND ')}
ORDER BY at, conversation_id, metric
LIMIT {limit:UInt32}`,
    params: { ...params, now, limit },
  });
  return rows.map(({ due, ...target }) => ({
    ...target,
    dueAt: new Date(due).toISOString(),
    remainingMs: due - now,
  }));
}
