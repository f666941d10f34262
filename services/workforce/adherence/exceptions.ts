import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { IS_OUT_OF_SCHEDULE, ON_QUEUE } from '../../metrics/catalogue/agents.ts';
import { conditionSql } from '../../metrics/evaluate/sql.ts';
import { agentTimeRows } from '../../metrics/rows/agent-time.ts';
import type { AdherenceRequest } from './adherence.ts';

/** A stretch in which an agent did something else than planned. Times are UTC ms. */
export interface ScheduleException {
  agent: string;
  planned: string;
  /** As plans call it: `on_queue` of who was available, busy or in wrap-up, else the state. */
  did: string;
  from: number;
  to: number;
}

/**
 * All exceptions of a range, by agent and begin. Their lengths add up to each agent's time out of schedule.
 *
 * @returns null where they are made of more than `limit` pieces
 */
export async function queryExceptions(
  clickhouse: ClickHouse,
  { from, to, now, filters }: AdherenceRequest,
  limit: number,
): Promise<ScheduleException[] | null> {
  const rows = agentTimeRows({ from, to, now, filters, starts: [from], groupBy: ['agent'] });
  const pieces = await clickhouse.query<ScheduleException>({
    sql: `SELECT agent, plan AS planned,
  if(${conditionSql(ON_QUEUE)}, 'on_queue', state) AS did, began::Float64 AS from, (began + ms)::Float64 AS to
FROM ${rows.from}
WHERE ms > 0 AND ${conditionSql(IS_OUT_OF_SCHEDULE)}
ORDER BY agent, from
LIMIT {limit:UInt32}`,
    params: { ...rows.params, limit: limit + 1 },
  });
  return pieces.length > limit ? null : joined(pieces);
}

/** Pieces that follow each other and tell the same are one stretch: between contacts agents change their state, and stay on the queue. */
function joined(pieces: readonly ScheduleException[]): ScheduleException[] {
  const stretches: ScheduleException[] = [];
  for (const piece of pieces) {
    const last = stretches.at(-1);
    const goesOn =
      last !== undefined &&
      last.to === piece.from &&
      last.agent === piece.agent &&
      last.planned === piece.planned &&
      last.did === piece.did;
    if (goesOn) last.to = piece.to;
    else stretches.push({ ...piece });
  }
  return stretches;
}
