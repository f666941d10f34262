import { AGENT_LOOK_BACK_MS } from '../definition/windows.ts';

/** The plans in force that begin in [{begin:Int64}, {end:Int64}), UTC ms. */
export const PLANS_IN_FORCE = plansInForceSql([{ begin: 'begin', end: 'end' }]);

/** Names of parameters, Int64, UTC ms. */
interface PlanSpan {
  begin: string;
  end: string;
  /** Nobody asks what was planned before; none: from `begin` on. */
  from?: string;
}

/**
 * SQL of the plans in force that begin in one of some spans of time, by the names of the parameters (Int64, UTC ms) that
 * hold their begins and ends: `agent_id`, `team`, `activity`, `begins`
 * and `ends` (ms). Of an agent no two overlap:
 *
 * - A plan lasts two days at most: longer ones are not believed beyond.
 * - A plan of the same begin that was made later has replaced the earlier one (the table's key sees to it).
 * - A plan that begins within another of the same agent that was made later is not in force: whoever plans a span says
 *   what happens in all of it. So a corrected schedule leaves nothing of the one before it.
 * - A plan ends where the next one begins.
 *
 * Whether a plan is in force follows from the two days before its begin, wherever the range begins.
 */
export function plansInForceSql(spans: readonly PlanSpan[]): string {
  const ms = (name: string) => `{${name}:Int64}`;
  const anyOf = (conditions: readonly string[]) => `(${conditions.join(' OR ')})`;
  const areRead = anyOf(
    spans.map(
      ({ begin, end }) =>
        `(starts_at >= fromUnixTimestamp64Milli(${ms(begin)} - ${AGENT_LOOK_BACK_MS}) AND starts_at < fromUnixTimestamp64Milli(${ms(end)}))`,
    ),
  );
  const areAsked = anyOf(spans.map(({ begin, end }) => `(begins >= ${ms(begin)} AND begins < ${ms(end)})`));
  const read = `SELECT agent_id, team, activity::String AS activity, toUnixTimestamp64Milli(starts_at) AS begins,
          least(toUnixTimestamp64Milli(ends_at), begins + ${AGENT_LOOK_BACK_MS}) AS ends,
          toUnixTimestamp64Milli(planned_at) AS planned
        FROM agent_schedules FINAL
        WHERE ${areRead} AND ends_at > starts_at`;
  return `SELECT agent_id, team, activity, begins, least(ends, leadInFrame(begins, 1, ends) OVER (
    PARTITION BY agent_id ORDER BY begins ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)) AS ends
  FROM (
    SELECT agent_id, team, activity, begins, ends
    FROM (
      SELECT agent_id, team, activity, begins, ends, planned,
        groupArray((ends, planned)) OVER (PARTITION BY agent_id ORDER BY begins
          RANGE BETWEEN ${AGENT_LOOK_BACK_MS} PRECEDING AND 1 PRECEDING) AS around
      FROM (${neededSql(read, spans)})
    )
    WHERE ${areAsked} AND NOT arrayExists(other -> other.1 > begins AND other.2 > planned, around)
  )`;
}

/**
 * SQL of the plans among those that are read on which something depends that holds after `from`. An agent's first plan
 * that holds then has a begin: what had ended by that neither holds later, nor covers or ends what begins later.
 */
function neededSql(read: string, spans: readonly PlanSpan[]): string {
  const bounded = spans.flatMap(({ begin, from, end }) => (from === undefined ? [] : [{ begin, from, end }]));
  if (bounded.length < spans.length) return read;
  const firsts = bounded.map(
    ({ begin, from, end }, i) =>
      `min(if(ends > {${from}:Int64} AND begins >= {${begin}:Int64} AND begins < {${end}:Int64}, begins, ${NEVER}))
          OVER (PARTITION BY agent_id) AS first_${i}`,
  );
  return `SELECT agent_id, team, activity, begins, ends, planned
        FROM (SELECT *, ${firsts.join(', ')} FROM (${read}))
        WHERE ${bounded.map(({ end }, i) => `(ends > first_${i} AND begins < {${end}:Int64})`).join(' OR ')}`;
}

/** No plan ends later, ms. */
const NEVER = '9007199254740991';
