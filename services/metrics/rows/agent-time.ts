import { AGENT_LOOK_BACK_MS } from '../definition/windows.ts';
import { filterSql } from '../filters.ts';
import { PLANS_IN_FORCE } from './plans.ts';
import { type RangeRequest, type RowSource, widthOf } from './source.ts';

/** Columns of what is known of agents, for filters. */
const AGENT_COLUMNS = { agent: 'agent_id', team: 'team' };

/**
 * The time of agents in pieces, split at the borders of buckets: `ms`, the length of a piece; `began`, when it did (UTC ms); `state`; `told`,
 * when that was told (UTC ms; 0: never); `plan`, the
 * activity planned (empty: none); `slots` and `slots_busy`. States and plans are put on one line of time for each
 * agent; what was last told holds until the next news, the end of the range, or now. Before the first news an agent is
 * offline, in the team that the plan says: whoever does not come to a planned hour is out of schedule.
 */
export function agentTimeRows(request: RangeRequest): RowSource {
  const { conditions, params } = filterSql(request.filters, AGENT_COLUMNS);
  const where = conditions.map((condition) => ` AND ${condition}`).join('');
  return {
    from: `(
  SELECT agent, team, state, told, plan, slots, slots_busy, ${STARTS}[place] AS begin, greatest(since, begin) AS began,
    greatest(0, least(until, {ends:Array(Int64)}[place]) - began) AS ms
  FROM (
    SELECT agent, team, state, told, plan, slots, slots_busy,
      greatest(t, {from:Int64}) AS since, least(next_t, {end:Int64}) AS until
    FROM (
      SELECT agent_id AS agent, t,
        coalesce(last_value(team) IGNORE NULLS OVER so_far, last_value(planned_team) IGNORE NULLS OVER so_far, '') AS team,
        ifNull(last_value(state) IGNORE NULLS OVER so_far, 'offline') AS state,
        ifNull(last_value(if(isNull(news.state), NULL, t)) IGNORE NULLS OVER so_far, 0) AS told,
        ifNull(last_value(slots) IGNORE NULLS OVER so_far, 0) AS slots,
        ifNull(last_value(slots_busy) IGNORE NULLS OVER so_far, 0) AS slots_busy,
        ifNull(last_value(plan) IGNORE NULLS OVER so_far, '') AS plan,
        leadInFrame(t, 1, {end:Int64}) OVER (PARTITION BY agent_id ORDER BY t, place
          ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS next_t
      FROM (
        SELECT agent_id, toUnixTimestamp64Milli(at) AS t, event_id AS place, team::Nullable(String) AS team,
          state::Nullable(String) AS state, slots::Nullable(UInt16) AS slots, slots_busy::Nullable(UInt16) AS slots_busy,
          NULL::Nullable(String) AS plan, NULL::Nullable(String) AS planned_team
        FROM agent_states FINAL
        WHERE at >= fromUnixTimestamp64Milli({begin:Int64}) AND at < fromUnixTimestamp64Milli({end:Int64})${where}
        UNION ALL
        SELECT agent_id, step.1, step.2, NULL, NULL, NULL, NULL, step.3, team
        FROM (${PLANS_IN_FORCE})
        ARRAY JOIN [(ends, '', ''), (begins, 'begin', activity)] AS step
        WHERE TRUE${where}
      ) AS news
      WINDOW so_far AS (PARTITION BY agent_id ORDER BY t, place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    )
    WHERE since < until
  )
  ARRAY JOIN ${placesSql(request)} AS place
)`,
    bucket: 'begin',
    groups: request.groupBy.map((dimension) => `, ${dimension}`).join(''),
    params: {
      ...params,
      starts: request.starts,
      ends: [...request.starts.slice(1), request.to],
      from: request.from,
      // The future has no states yet.
      end: Math.min(request.to, Math.max(request.now, request.from)),
      begin: request.from - AGENT_LOOK_BACK_MS,
    },
  };
}

/** Asked for where it is needed: as a column, each row would have a copy of it. */
const STARTS = '{starts:Array(Int64)}';

/**
 * SQL of the numbers (from 1) of the buckets that [since, until) touches. Buckets of one length need no search, and the
 * begins of others a look-up that ClickHouse prepares once.
 */
function placesSql(request: RangeRequest): string {
  const { starts } = request;
  const width = widthOf(request);
  const number = (ms: string) =>
    width === null
      ? `transform(roundDown(${ms}, ${STARTS}), ${STARTS}, arrayEnumerate(${STARTS}), 0)`
      : `toUInt32(intDiv(${ms} - ${starts[0]}, ${width})) + 1`;
  return `range(${number('since')}, ${number('until - 1')} + 1)`;
}
