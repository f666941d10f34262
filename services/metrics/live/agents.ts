import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { type Filters, filterSql } from '../filters.ts';

/** What an agent does now. */
export interface LiveAgent {
  agent: string;
  team: string;
  state: string;
  /** ISO 8601, UTC. */
  since: string;
  sinceMs: number;
  /** Conversations handled now, and at most. */
  load: number;
  slots: number;
  queues: string[];
}

/** A state that has lasted this long without news is not believed any more. */
export const AGENT_STATE_MAX_MS = 16 * 3_600_000;

const RECENT = 'at >= fromUnixTimestamp64Milli({from:Int64}) AND at <= fromUnixTimestamp64Milli({now:Int64})';

/**
 * SQL of the state that each agent was last told to be in. Sees `{from:Int64}` and `{now:Int64}`. When that was is
 * found first, from two columns: the rest is then read of one row an agent, of two where they fall on one instant.
 */
export const LATEST_AGENT_STATES = `SELECT agent_id, argMax(team, event_id) AS team, argMax(state, event_id) AS state,
    max(at) AS last_at, max(event_id) AS last_event, argMax(slots, event_id) AS slots, argMax(slots_busy, event_id) AS slots_busy,
    argMax(queues, event_id) AS queues
  FROM agent_states
  WHERE ${RECENT}
    AND (agent_id, at) IN (SELECT agent_id, max(at) FROM agent_states WHERE ${RECENT} GROUP BY agent_id)
  GROUP BY agent_id`;

/** Agents who are logged in, those longest in their state first; `filters` by agent, team, or a queue they serve. */
export async function queryLiveAgents(
  clickhouse: ClickHouse,
  now: number,
  { queue: served, ...who }: Filters = {},
): Promise<LiveAgent[]> {
  const { conditions, params } = filterSql(who);
  if (served) conditions.push('hasAny(queues, {served:Array(String)})');
  const rows = await clickhouse.query<Omit<LiveAgent, 'since' | 'sinceMs'> & { since: number }>({
    sql: `SELECT agent_id AS agent, team, state, toUnixTimestamp64Milli(last_at)::Float64 AS since,
  slots_busy AS load, slots, queues
FROM (${LATEST_AGENT_STATES})
WHERE ${["state != 'offline'", ...conditions].join(' AND ')}
ORDER BY since, agent`,
    params: { ...params, ...(served ? { served } : {}), from: now - AGENT_STATE_MAX_MS, now },
  });
  return rows.map((row) => ({
    ...row,
    since: new Date(row.since).toISOString(),
    sinceMs: Math.max(0, now - row.since),
  }));
}
