import type { ClickHouse, Parameters, Query } from '../../lib/clickhouse/client.ts';
import { findMetric } from '../catalogue/index.ts';
import { figureSql } from '../evaluate/sql.ts';
import { type Filters, filterSql } from '../filters.ts';
import { narrowed } from '../rows/narrowed.ts';
import { AGENT_STATE_MAX_MS, LATEST_AGENT_STATES } from './agents.ts';
import {
  type AgentsRow,
  type BoardParts,
  boardOf,
  type HandleRow,
  type LiveQueue,
  type OpenRow,
  type RecentRow,
  type TargetsRow,
} from './board.ts';
import { AT_RISK, OVERDUE_NOW } from './targets.ts';

/** The formula of a metric of the catalogue: what a figure means does not depend on where it is shown. */
const sqlOf = (id: string) => figureSql(findMetric(id)!.figure);

/** Stays in queues count by their begin, handling by its end: from so long ago (included) until now (not included), ms. */
export const RECENT_MS = 30 * 60_000;
export const HANDLED_MS = 60 * 60_000;

/** Which facts are looked at: conditions to append to a WHERE, and what they bind. */
interface LiveFilter {
  where: string;
  params: Parameters;
}

/** A call that nobody has answered or ended for so long is not on the line any more, or it is one of old data. */
export const CALL_MAX_MS = 24 * 3_600_000;

/** Spells that are open now. */
const openQuery = (now: number, { where, params }: LiveFilter): Query => ({
  sql: `SELECT queue, channel,
  countIf(fact = 'queue_spell')::UInt32 AS waiting,
  toUnixTimestamp64Milli(minIf(at, fact = 'queue_spell'))::Float64 AS oldest,
  countIf(fact = 'handle_spell')::UInt32 AS handling
FROM facts FINAL
WHERE ${narrowed(["fact IN ('queue_spell', 'handle_spell')", "state = 'open'"])}
  AND (channel != 'voice' OR at >= fromUnixTimestamp64Milli({callsFrom:Int64}))${where}
GROUP BY queue, channel`,
  params: { ...params, callsFrom: now - CALL_MAX_MS },
});

const recentQuery = (now: number, { where, params }: LiveFilter): Query => ({
  sql: `SELECT queue, channel, (${sqlOf('offered')})::UInt32 AS offered, (${sqlOf('abandoned')})::UInt32 AS abandoned,
  (${sqlOf('service_level')})::Nullable(Float64) AS service_level
FROM facts FINAL
WHERE fact = 'queue_spell' AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})${where}
GROUP BY queue, channel`,
  params: { ...params, from: now - RECENT_MS, to: now },
});

const HANDLED = [
  "fact = 'handle_spell' AND state = 'done' AND at < fromUnixTimestamp64Milli({to:Int64})",
  'ended_at >= fromUnixTimestamp64Milli({from:Int64}) AND ended_at < fromUnixTimestamp64Milli({to:Int64})',
];

const handleQuery = (now: number, { where, params }: LiveFilter): Query => ({
  sql: `SELECT queue, channel, (${sqlOf('aht')})::Nullable(Float64) AS aht
FROM facts FINAL
WHERE ${narrowed(HANDLED)}${where}
GROUP BY queue, channel`,
  params: { ...params, from: now - HANDLED_MS, to: now },
});

const agentsQuery = (now: number): Query => ({
  sql: `SELECT queue, countIf(state = 'available')::UInt32 AS available,
  countIf(state IN ('busy', 'wrap_up'))::UInt32 AS busy,
  countIf(state IN ('break', 'training', 'meeting', 'away'))::UInt32 AS away
FROM (${LATEST_AGENT_STATES})
ARRAY JOIN queues AS queue
GROUP BY queue`,
  params: { from: now - AGENT_STATE_MAX_MS, now },
});

const targetsQuery = (now: number, { where, params }: LiveFilter): Query => ({
  sql: `SELECT queue, channel, countIf(${AT_RISK})::UInt32 AS at_risk, countIf(${OVERDUE_NOW})::UInt32 AS breached
FROM facts FINAL
WHERE ${narrowed(["fact = 'sla_target'", "state = 'active'"])}${where}
GROUP BY queue, channel`,
  params: { ...params, now },
});

/** Figures of what ended lately, of what is stored. */
export async function queryRecentFigures(
  clickhouse: ClickHouse,
  now: number,
  filters: Filters = {},
): Promise<Pick<BoardParts, 'recent' | 'handled'>> {
  const filter = liveFilterOf(filters);
  const [recent, handled] = await Promise.all([
    clickhouse.query<RecentRow>(recentQuery(now, filter)),
    clickhouse.query<HandleRow>(handleQuery(now, filter)),
  ]);
  return { recent, handled };
}

/** What happens in each queue and channel now, of what is stored. Queues without anything to show are left out. */
export async function queryLiveQueues(
  clickhouse: ClickHouse,
  now: number,
  filters: Filters = {},
): Promise<LiveQueue[]> {
  const filter = liveFilterOf(filters);
  const [open, agents, targets, recent] = await Promise.all([
    clickhouse.query<OpenRow>(openQuery(now, filter)),
    clickhouse.query<AgentsRow>(agentsQuery(now)),
    clickhouse.query<TargetsRow>(targetsQuery(now, filter)),
    queryRecentFigures(clickhouse, now, filters),
  ]);
  return boardOf({ open, agents, targets, ...recent }, now);
}

function liveFilterOf(filters: Filters): LiveFilter {
  const { conditions, params } = filterSql(filters);
  return { where: conditions.map((condition) => ` AND ${condition}`).join(''), params };
}
