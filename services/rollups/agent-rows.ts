import type { ClickHouse, Query } from '../lib/clickhouse/client.ts';
import { AGENT_LOOK_BACK_MS } from '../metrics/definition/windows.ts';
import { agentTimeRows } from '../metrics/rows/agent-time.ts';
import type { RangeRequest } from '../metrics/rows/source.ts';
import { QUARTER_MS } from './agent-cuts.ts';
import { CUT_COLUMNS } from './cuts.ts';
import { HOUR_MS, hourOf } from './notes.ts';
import type { Span } from './plan.ts';

const KNOWN: readonly string[] = ['team', 'agent'];
const DIMENSIONS = CUT_COLUMNS.join(', ');

/**
 * The cells of all dimensions of some hours of agents' time, each quarter of an hour by itself (`label`). Sees
 * {hours:Array(UInt32)}, their begins in seconds.
 *
 * @param range in which the hours lie
 * @param kept SQL of what is kept, each with its name
 */
export function agentCells(range: Span, now: number, kept: string): Query {
  const { from, to } = range;
  const rows = agentTimeRows({
    ...range,
    now,
    starts: Array.from({ length: (to - from) / QUARTER_MS }, (_, i) => from + i * QUARTER_MS),
    groupBy: [],
    filters: {},
  });
  const others = CUT_COLUMNS.filter((column) => !KNOWN.includes(column) && column !== 'label');
  return {
    sql: `SELECT toDateTime(intDiv(begin, ${HOUR_MS}) * ${HOUR_MS / 1_000}, 'UTC') AS hour, team, agent,
  ${others.map((column) => `'' AS ${column}`).join(', ')}, toString(intDiv(begin % ${HOUR_MS}, ${QUARTER_MS})) AS label, ${kept}
FROM ${rows.from}
WHERE toUnixTimestamp(hour) IN {hours:Array(UInt32)}
GROUP BY hour, ${DIMENSIONS}`,
    params: rows.params,
  };
}

/** Agents' time of parts of a question's range, as cells by bucket and group. At least one part. */
export function agentCellsWithin(request: RangeRequest, spans: readonly Span[], kept: string): Query {
  const rows = agentTimeRows(request, spans);
  return {
    sql: `SELECT ${rows.bucket} AS bucket${rows.groups}${kept} FROM ${rows.from} GROUP BY bucket${rows.groups}`,
    params: rows.params,
  };
}

/** The hour of the first news of agents, UTC ms; null where there is none. */
export async function firstAgentHour(clickhouse: ClickHouse): Promise<number | null> {
  const [row] = await clickhouse.query<{ first: number | null }>({
    sql: `SELECT toUnixTimestamp64Milli(minOrNull(first))::Nullable(Float64) AS first
      FROM (SELECT min(at) AS first FROM agent_states HAVING count() > 0
        UNION ALL SELECT min(starts_at) FROM agent_schedules HAVING count() > 0)`,
    params: {},
  });
  return row?.first == null ? null : hourOf(row.first);
}

/** The days, UTC ms, of which something is known of agents: those of news, and how far it is believed. */
export async function daysOfAgents(clickhouse: ClickHouse): Promise<number[]> {
  const rows = await clickhouse.query<{ day: number }>({
    sql: `SELECT DISTINCT toInt32(arrayJoin(range(toUInt32(greatest(0, day)), toUInt32(greatest(0, day)) + ${BELIEVED_DAYS} + 1))) AS day
      FROM (SELECT DISTINCT toInt32(toDate32(at)) AS day FROM agent_states
        UNION DISTINCT SELECT DISTINCT toInt32(toDate32(starts_at)) FROM agent_schedules)`,
    params: {},
  });
  return rows.map(({ day }) => day * DAY_MS);
}

const DAY_MS = 86_400_000;
const BELIEVED_DAYS = AGENT_LOOK_BACK_MS / DAY_MS;
