import type { Complaints } from '../../center/config/complaints.ts';
import { BELIEVED_MS, type ToldPiece } from '../../domain/strain/believed.ts';
import type { Activity, Handling, Planned } from '../../domain/strain/record.ts';
import type { Span } from '../../domain/strain/spans.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { HANDLING, IDLE } from '../../metrics/catalogue/agents.ts';
import { AGENT_LOOK_BACK_MS } from '../../metrics/definition/windows.ts';
import { conditionSql } from '../../metrics/evaluate/sql.ts';
import { type Filters, filterSql } from '../../metrics/filters.ts';
import { agentTimeRows } from '../../metrics/rows/agent-time.ts';
import { PLANS_IN_FORCE } from '../../metrics/rows/plans.ts';
import { signsOf } from './signs.ts';

/** What an activity is by its number in the database: a number a piece, of which there are hundreds a shift. */
const ACTIVITIES: readonly Activity[] = ['offline', 'handling', 'idle', 'rest', 'other'];

const ACTIVITY_SQL = `multiIf(state = 'offline', 0, ${conditionSql(HANDLING)}, 1, ${conditionSql(IDLE)}, 2,
    state IN ('break', 'away'), 3, 4)`;

export interface AgentPieces {
  agent: string;
  /** The last one that was told. */
  team: string;
  pieces: ToldPiece[];
}

/** The time of agents in pieces, a row an agent of whom something is known in the span. @param now UTC ms */
export async function queryPieces(
  clickhouse: ClickHouse,
  { from, to }: Span,
  now: number,
  filters: Pick<Filters, 'agent' | 'team'>,
): Promise<AgentPieces[]> {
  const rows = agentTimeRows({ from, to, now, filters, starts: [from], groupBy: ['agent'] });
  const found = await clickhouse.query<{
    agent: string;
    team: string;
    pieces: [began: number, ms: number, activity: number, told: number][];
  }>({
    sql: `SELECT agent, argMax(team, began) AS team,
  groupArray((began::Float64, ms::Float64, ${ACTIVITY_SQL}::UInt8, told::Float64)) AS pieces
FROM ${rows.from}
WHERE ms > 0
GROUP BY agent
ORDER BY agent`,
    params: rows.params,
  });
  return found.map(({ agent, team, pieces }) => ({
    agent,
    team,
    pieces: pieces.map(([began, ms, activity, told]) => ({
      from: began,
      to: began + ms,
      activity: ACTIVITIES[activity]!,
      toldAt: told,
    })),
  }));
}

/** The plans in force that reach into the span, by agent. */
export async function queryPlans(
  clickhouse: ClickHouse,
  { from, to }: Span,
  filters: Pick<Filters, 'agent' | 'team'>,
): Promise<Map<string, Planned[]>> {
  const { conditions, params } = filterSql(filters, { agent: 'agent_id', team: 'team' });
  const found = await clickhouse.query<{ agent: string; plans: [number, number, string][] }>({
    sql: `SELECT agent_id AS agent, groupArray((begins::Float64, ends::Float64, activity)) AS plans
FROM (${PLANS_IN_FORCE})
WHERE ${['ends > {from:Int64}', ...conditions].join(' AND ')}
GROUP BY agent`,
    params: { ...params, begin: from - AGENT_LOOK_BACK_MS, end: to, from },
  });
  return new Map(
    found.map(({ agent, plans }) => [
      agent,
      plans.map(([begins, ends, activity]) => ({ from: begins, to: ends, activity })),
    ]),
  );
}

/** Handle times, complaints and the like are looked at this far back before the end, ms. */
const LOOK_BACK_MS = 28 * 86_400_000;
/** Of fewer conversations a median says little of what is usual in a queue. */
const USUAL_FROM = 20;

/**
 * The calls and chats that agents handled, by agent, each with what made it difficult: one that goes on, until now, unless
 * that is longer than is believed. What is usual is the median of the queue and channel over the four weeks before the end.
 */
export async function queryHandlings(
  clickhouse: ClickHouse,
  { from, to }: Span,
  now: number,
  filters: Pick<Filters, 'agent' | 'team'>,
  complaints: Complaints,
): Promise<Map<string, Handling[]>> {
  const { signs, params } = signsOf(complaints);
  const { conditions, params: filterParams } = filterSql(filters, { agent: 'agent_id', team: 'team' });
  // Whose the conversation is says nothing of whose the agent is.
  const who =
    conditions.length === 0
      ? ''
      : `AND agent IN (SELECT agent_id FROM agent_states WHERE at >= fromUnixTimestamp64Milli({known:Int64})
      AND at < fromUnixTimestamp64Milli({to:Int64}) AND ${conditions.join(' AND ')})`;
  const found = await clickhouse.query<{ agent: string; handlings: [number, number, number[]][] }>({
    sql: `SELECT agent, groupArray((began, began + spent_ms, arrayFilter((_, is) -> is,
    range(${signs.length}), [${signs.map(({ condition }) => condition).join(', ')}]))) AS handlings
FROM (
  SELECT agent, conversation_id, toUnixTimestamp64Milli(at)::Float64 AS began,
    if(state = 'open', greatest(0, {now:Int64} - toUnixTimestamp64Milli(at)), value_ms)::Float64 AS spent_ms,
    usual.usual_ms AS usual_ms
  FROM facts FINAL
  LEFT JOIN (
    SELECT queue, channel, if(count() >= {usual_from:UInt32}, quantileExact(0.5)(value_ms), 0)::Float64 AS usual_ms
    FROM facts FINAL
    WHERE fact = 'handle_spell' AND state = 'done' AND at >= fromUnixTimestamp64Milli({since:Int64})
      AND at < fromUnixTimestamp64Milli({to:Int64})
    GROUP BY queue, channel
  ) AS usual ON usual.queue = facts.queue AND usual.channel = facts.channel
  WHERE fact = 'handle_spell' AND at >= fromUnixTimestamp64Milli({from:Int64})
    AND at < fromUnixTimestamp64Milli({to:Int64})
    AND (state != 'open' OR at >= fromUnixTimestamp64Milli({believed:Int64}))
    ${who}
)
GROUP BY agent`,
    params: {
      ...params,
      ...filterParams,
      known: from - AGENT_LOOK_BACK_MS,
      from,
      to: Math.min(to, now),
      now,
      since: Math.min(from, to - LOOK_BACK_MS),
      believed: now - BELIEVED_MS,
      usual_from: USUAL_FROM,
    },
  });
  return new Map(
    found.map(({ agent, handlings }) => [
      agent,
      handlings.map(([began, ended, places]) => ({
        from: began,
        to: ended,
        signs: places.map((place) => signs[place]!.id),
      })),
    ]),
  );
}
