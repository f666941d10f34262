import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { AGENT_LOOK_BACK_MS } from '../metrics/definition/windows.ts';
import { type Filters, filterSql } from '../metrics/filters.ts';
import { PLANS_IN_FORCE } from '../metrics/rows/plans.ts';

/** What an agent is planned for. Times are UTC ms. */
export interface Plan {
  agent: string;
  /** The agent's when it was planned. */
  team: string;
  activity: string;
  startsAt: number;
  endsAt: number;
}

/** The plans in force that reach into [from, to), UTC ms, by agent and begin; of an agent no two overlap. */
export function readPlans(
  clickhouse: ClickHouse,
  { from, to, filters = {} }: { from: number; to: number; filters?: Pick<Filters, 'agent' | 'team'> },
): Promise<Plan[]> {
  const { conditions, params } = filterSql(filters, { agent: 'agent_id', team: 'team' });
  return clickhouse.query<Plan>({
    sql: `SELECT agent_id AS agent, team, activity, begins::Float64 AS startsAt, ends::Float64 AS endsAt
FROM (${PLANS_IN_FORCE})
WHERE ${['ends > {from:Int64}', ...conditions].join(' AND ')}
ORDER BY agent, startsAt`,
    params: { ...params, begin: from - AGENT_LOOK_BACK_MS, end: to, from },
  });
}
