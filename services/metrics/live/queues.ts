import type { ClickHouse, Parameters, Query } from '../../lib/clickhouse/client.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import { findMetric } from '../catalogue/index.ts';
import { figureSql } from '../evaluate/sql.ts';
import { type Filters, filterSql } from '../filters.ts';
import { AGENT_STATE_MAX_MS, LATEST_AGENT_STATES } from './agents.ts';
import { AT_RISK, OVERDUE_NOW } from './targets.ts';

/** The state of a queue and channel now. Durations are ms. */
export interface LiveQueue {
  queue: string;
  channel: string;
  waiting: number;
  longestWaitMs: number | null;
  handling: number;
  agentsAvailable: number;
  agentsBusy: number;
  agentsAway: number;
  /** Of the last 30 minutes, as are `offered` and `abandoned`. */
  serviceLevel: number | null;
  offered: number;
  abandoned: number;
  atRisk: number;
  breached: number;
  estimatedWaitMs: number | null;
}

/** The formula of a metric of the catalogue: what a figure means does not depend on where it is shown. */
const sqlOf = (id: string) => figureSql(findMetric(id)!.figure);

const WINDOW_MS = 30 * 60_000;
const AHT_WINDOW_MS = 60 * 60_000;

/** Which facts are looked at: conditions to append to a WHERE, and what they bind. */
interface LiveFilter {
  where: string;
  params: Parameters;
}

interface OpenRow {
  queue: string;
  channel: string;
  waiting: number;
  oldest: number;
  handling: number;
}

/** A call that nobody has answered or ended for so long is not on the line any more, or it is one of old data. */
const CALL_MAX_MS = 24 * 3_600_000;

/** Spells that are open now. The skip index on `state` leaves out what lies long behind. */
const openQuery = (now: number, { where, params }: LiveFilter): Query => ({
  sql: `SELECT queue, channel,
  countIf(fact = 'queue_spell')::UInt32 AS waiting,
  toUnixTimestamp64Milli(minIf(at, fact = 'queue_spell'))::Float64 AS oldest,
  countIf(fact = 'handle_spell')::UInt32 AS handling
FROM facts FINAL
WHERE fact IN ('queue_spell', 'handle_spell') AND state = 'open'
  AND (channel != 'voice' OR at >= fromUnixTimestamp64Milli({callsFrom:Int64}))${where}
GROUP BY queue, channel`,
  params: { ...params, callsFrom: now - CALL_MAX_MS },
});

interface RecentRow {
  queue: string;
  channel: string;
  offered: number;
  abandoned: number;
  service_level: number | null;
}

const recentQuery = (now: number, { where, params }: LiveFilter): Query => ({
  sql: `SELECT queue, channel, (${sqlOf('offered')})::UInt32 AS offered, (${sqlOf('abandoned')})::UInt32 AS abandoned,
  (${sqlOf('service_level')})::Nullable(Float64) AS service_level
FROM facts FINAL
WHERE fact = 'queue_spell' AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})${where}
GROUP BY queue, channel`,
  params: { ...params, from: now - WINDOW_MS, to: now },
});

interface HandleRow {
  queue: string;
  channel: string;
  aht: number | null;
}

const handleQuery = (now: number, { where, params }: LiveFilter): Query => ({
  sql: `SELECT queue, channel, (${sqlOf('aht')})::Nullable(Float64) AS aht
FROM facts FINAL
WHERE fact = 'handle_spell' AND state = 'done' AND at < fromUnixTimestamp64Milli({to:Int64})
  AND ended_at >= fromUnixTimestamp64Milli({from:Int64}) AND ended_at < fromUnixTimestamp64Milli({to:Int64})${where}
GROUP BY queue, channel`,
  params: { ...params, from: now - AHT_WINDOW_MS, to: now },
});

interface AgentsRow {
  queue: string;
  available: number;
  busy: number;
  away: number;
}

const agentsQuery = (now: number): Query => ({
  sql: `SELECT queue, countIf(state = 'available')::UInt32 AS available,
  countIf(state IN ('busy', 'wrap_up'))::UInt32 AS busy,
  countIf(state IN ('break', 'training', 'meeting', 'away'))::UInt32 AS away
FROM (${LATEST_AGENT_STATES})
ARRAY JOIN queues AS queue
GROUP BY queue`,
  params: { from: now - AGENT_STATE_MAX_MS, now },
});

interface TargetsRow {
  queue: string;
  channel: string;
  at_risk: number;
  breached: number;
}

const targetsQuery = (now: number, { where, params }: LiveFilter): Query => ({
  sql: `SELECT queue, channel, countIf(${AT_RISK})::UInt32 AS at_risk, countIf(${OVERDUE_NOW})::UInt32 AS breached
FROM facts FINAL
WHERE fact = 'sla_target' AND state = 'active'${where}
GROUP BY queue, channel`,
  params: { ...params, now },
});

/** What happens in each queue and channel now. Queues without anything to show are left out. */
export async function queryLiveQueues(
  clickhouse: ClickHouse,
  now: number,
  filters: Filters = {},
): Promise<LiveQueue[]> {
  const { conditions, params } = filterSql(filters);
  const filter = { where: conditions.map((condition) => ` AND ${condition}`).join(''), params };
  const [open, recent, handled, agents, targets] = await Promise.all([
    clickhouse.query<OpenRow>(openQuery(now, filter)),
    clickhouse.query<RecentRow>(recentQuery(now, filter)),
    clickhouse.query<HandleRow>(handleQuery(now, filter)),
    clickhouse.query<AgentsRow>(agentsQuery(now)),
    clickhouse.query<TargetsRow>(targetsQuery(now, filter)),
  ]);
  const agentsOf = new Map(agents.map((row) => [row.queue, row]));
  const ahtOf = new Map(handled.map((row) => [keyOf(row), row.aht]));
  const queues = new Map<string, LiveQueue>();
  const at = (row: { queue: string; channel: string }): LiveQueue =>
    getOrInsert(queues, keyOf(row), () => emptyQueue(row, agentsOf.get(row.queue)));
  for (const row of recent) {
    Object.assign(at(row), {
      offered: row.offered,
      abandoned: row.abandoned,
      serviceLevel: row.service_level,
    });
  }
  for (const row of open) {
    const queue = at(row);
    queue.waiting = row.waiting;
    queue.handling = row.handling;
    queue.longestWaitMs = row.waiting > 0 ? Math.max(0, now - row.oldest) : null;
  }
  for (const row of targets) {
    if (row.at_risk + row.breached > 0)
      Object.assign(at(row), { atRisk: row.at_risk, breached: row.breached });
  }
  for (const queue of queues.values())
    queue.estimatedWaitMs = estimatedWait(queue, ahtOf.get(keyOf(queue)) ?? null);
  return [...queues.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** (AHT of the last hour / agents working the queue) x the position of who comes next; null with no agent. */
function estimatedWait(queue: LiveQueue, aht: number | null): number | null {
  const working = queue.agentsAvailable + queue.agentsBusy;
  if (working === 0 || aht === null) return null;
  return Math.round((aht / working) * (queue.waiting + 1));
}

function keyOf({ queue, channel }: { queue: string; channel: string }): string {
  return `${queue}\n${channel}`;
}

function emptyQueue(of: { queue: string; channel: string }, agents: AgentsRow | undefined): LiveQueue {
  return {
    queue: of.queue,
    channel: of.channel,
    waiting: 0,
    longestWaitMs: null,
    handling: 0,
    agentsAvailable: agents?.available ?? 0,
    agentsBusy: agents?.busy ?? 0,
    agentsAway: agents?.away ?? 0,
    serviceLevel: null,
    offered: 0,
    abandoned: 0,
    atRisk: 0,
    breached: 0,
    estimatedWaitMs: null,
  };
}
