import { AGENT_LOOK_BACK_MS } from '../definition/windows.ts';
import { filterSql } from '../filters.ts';
import { plansInForceSql } from './plans.ts';
import { type RangeRequest, type RowSource, widthOf } from './source.ts';

/**
 * The time of agents in pieces, split at the borders of buckets: `ms`, the length of a piece; `began`, when it did (UTC ms); `state`; `told`,
 * when that was told (UTC ms; 0: it is not known, and the agent counts as offline); `plan`, the
 * activity planned (empty: none); `slots` and `slots_busy`. States and plans are put on one line of time for each agent:
 *
 * - What was last told (state, slots, team) holds until the next news, for two days at most, and not beyond now.
 * - Where no state is known but a plan is in force, the agent is offline in the team that the plan says: whoever does not
 *   come to a planned hour is out of schedule.
 * - Where neither is known there is no piece.
 *
 * So what is said of an instant follows from the two days before it, and of plans from four, whatever range is asked for.
 * A team that is asked for is that of the piece: whoever moved on is not counted in two.
 *
 * @param spans of the range which are asked for, ascending; all of it if not given. News that lies between two and is not
 *   read would end before the second begins
 */
export function agentTimeRows(
  request: RangeRequest,
  spans: readonly { from: number; to: number }[] = [request],
): RowSource {
  const isRead = (column: string) => `(${spans.map((_, i) => readSql(column, i)).join(' OR ')})`;
  const { agent, team } = conditionsOf(request.filters, isRead);
  const plans = plansInForceSql(
    spans.map((_, i) => ({ begin: `begin_${i}`, from: `from_${i}`, end: `end_${i}` })),
  );
  const stretches = spans.flatMap((_, i) => [
    `(greatest(t, {from_${i}:Int64}), least(next_t, doubted, {end_${i}:Int64}), TRUE)`,
    `(greatest(t, doubted, {from_${i}:Int64}), least(next_t, {end_${i}:Int64}), FALSE)`,
  ]);
  return {
    from: `(
  SELECT agent, team, state, told, plan, slots, slots_busy, ${STARTS}[place] AS begin, greatest(since, begin) AS began,
    least(until, {ends:Array(Int64)}[place]) - began AS ms
  FROM (
    SELECT agent, stretch.1 AS since, stretch.2 AS until, plan, if(stretch.3, last_team, planned_team) AS team,
      if(stretch.3, last_state, 'offline') AS state, if(stretch.3, last_told, 0) AS told,
      if(stretch.3, last_slots, 0) AS slots, if(stretch.3, last_slots_busy, 0) AS slots_busy
    FROM (
      SELECT agent_id AS agent, t, ${lastOf('team', "''")} AS last_team, ${lastOf('state', "'offline'")} AS last_state,
        ${lastOf('told', NEVER)} AS last_told, last_told + ${AGENT_LOOK_BACK_MS} AS doubted,
        ${lastOf('slots', '0')} AS last_slots, ${lastOf('slots_busy', '0')} AS last_slots_busy,
        ${lastOf('plan', "''")} AS plan, ${lastOf('planned_team', "''")} AS planned_team,
        leadInFrame(t, 1, {end:Int64}) OVER (PARTITION BY agent_id ORDER BY t, place
          ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS next_t
      FROM (
        SELECT agent_id, toUnixTimestamp64Milli(at) AS t, event_id AS place, team::Nullable(String) AS team,
          state::Nullable(String) AS state, toNullable(t) AS told, slots::Nullable(UInt16) AS slots,
          slots_busy::Nullable(UInt16) AS slots_busy, NULL::Nullable(String) AS plan, NULL::Nullable(String) AS planned_team
        FROM agent_states FINAL
        WHERE ${newsSql(spans.length, agent)}${agent}
        UNION ALL
        SELECT agent_id, step.1, step.2, NULL, NULL, NULL, NULL, NULL, step.3, team
        FROM (${plans})
        ARRAY JOIN [(ends, '', ''), (begins, 'begin', activity)] AS step
        WHERE TRUE${agent}
      ) AS news
      WINDOW so_far AS (PARTITION BY agent_id ORDER BY t, place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    )
    ARRAY JOIN arrayFilter(one -> one.1 < one.2 AND (one.3 OR plan != ''), [${stretches.join(',\n      ')}]) AS stretch
    WHERE TRUE${team}
  )
  ARRAY JOIN ${placesSql(request)} AS place
)`,
    bucket: 'begin',
    groups: request.groupBy.map((dimension) => `, ${dimension}`).join(''),
    params: {
      ...filterSql(request.filters).params,
      starts: request.starts,
      ends: [...request.starts.slice(1), request.to],
      ...Object.fromEntries(
        spans.flatMap(({ from, to }, i) => [
          [`from_${i}`, from],
          [`begin_${i}`, from - AGENT_LOOK_BACK_MS],
          // The future has no states yet.
          [`end_${i}`, Math.min(to, Math.max(request.now, from))],
        ]),
      ),
      end: request.to,
    },
  };
}

/** SQL of the news that is read for a span: it may hold in it. */
const readSql = (column: string, span: number) => betweenSql(column, `begin_${span}`, `end_${span}`);

/**
 * SQL of the states that are put in order: those told in a span, and of two days before it the last of each agent, as
 * every state says all there is to say. Of these only a hash is looked up: a tuple of columns of the key would be
 * looked for in its index one by one, which takes longer than the reading. Of two with one hash both are read.
 */
function newsSql(spans: number, agent: string): string {
  const each = Array.from({ length: spans }, (_, i) => i);
  const before = each.map((i) => betweenSql('at', `begin_${i}`, `from_${i}`));
  const within = each.map((i) => betweenSql('at', `from_${i}`, `end_${i}`));
  return `(${within.join(' OR ')}
          OR ((${before.join(' OR ')}) AND cityHash64(agent_id, at) IN (
            SELECT arrayJoin(arrayMap(last -> cityHash64(agent_id, last), [${before.map((one) => `maxIf(at, ${one})`).join(', ')}]))
            FROM agent_states WHERE (${before.join(' OR ')})${agent} GROUP BY agent_id)))`;
}

function betweenSql(column: string, from: string, to: string): string {
  return `(${column} >= fromUnixTimestamp64Milli({${from}:Int64}) AND ${column} < fromUnixTimestamp64Milli({${to}:Int64}))`;
}

/** When what was never told was told: it is doubted at any time, ms. */
const NEVER = '-9007199254740991';

/** SQL of the last value of a column that was told so far. */
function lastOf(column: string, none: string): string {
  return `ifNull(last_value(news.${column}) IGNORE NULLS OVER so_far, ${none})`;
}

/**
 * SQL of conditions on news, and on pieces. Where a team is asked for, all news of whoever was told or planned in it is
 * read, as news of another team ends a piece; of other agents no piece can be of this team.
 */
function conditionsOf(
  { agent = [], team = [] }: RangeRequest['filters'],
  isRead: (column: string) => string,
): { agent: string; team: string } {
  const [ofAgent] = filterSql({ agent }, { agent: 'agent_id' }).conditions;
  const [ofTeam] = filterSql({ team }, { team: 'team' }).conditions;
  const member =
    ofTeam &&
    `agent_id IN (
          SELECT agent_id FROM agent_states
          WHERE ${isRead('at')} AND ${ofTeam}
          UNION ALL
          SELECT agent_id FROM agent_schedules
          WHERE ${isRead('starts_at')} AND ${ofTeam})`;
  const and = (conditions: readonly (string | undefined)[]) =>
    conditions.map((condition) => (condition ? ` AND ${condition}` : '')).join('');
  return { agent: and([ofAgent, member]), team: and([ofTeam]) };
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
