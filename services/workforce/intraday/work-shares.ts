import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import { seriesKey } from '../series-key.ts';
import type { SeriesName } from './staffing-port.ts';

/** How much of its time an agent gives to each queue and channel. */
export interface WorkShares {
  /** 0 to 1; of one agent, all shares add up to 1 or, with none, to 0. */
  of(who: { agent: string; team: string }, series: SeriesName): number;
}

/** Long enough for every shift to have come round. */
const WINDOW_MS = 14 * 86_400_000;

/** By queue and channel, ms. */
type Work = Map<string, number>;

interface Handled {
  agent: string;
  queue: string;
  channel: string;
  ms: number;
}

/**
 * Shares out agents who serve several queues: by the handling time that each queue and channel took of an agent in the two
 * weeks before; of contacts that are handled several at once, so many fewer. Who was logged in and handled nothing works
 * on something else, and has no share. Who was not logged in at all is taken to work as the team does.
 *
 * @param before UTC ms
 * @param concurrencyOf contacts of a queue and channel that an agent handles at once
 */
export async function readWorkShares(
  clickhouse: ClickHouse,
  before: number,
  concurrencyOf: (series: SeriesName) => number,
): Promise<WorkShares> {
  const params = { from: before - WINDOW_MS, to: before };
  const range = 'at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})';
  const [handled, seen] = await Promise.all([
    clickhouse.query<Handled>({
      sql: `SELECT agent, queue, channel, sum(value_ms)::Float64 AS ms
FROM facts FINAL
WHERE fact = 'handle_spell' AND state = 'done' AND agent != '' AND ${range}
GROUP BY agent, queue, channel`,
      params,
    }),
    clickhouse.query<{ agent: string; team: string }>({
      sql: `SELECT agent_id AS agent, argMax(team, at) AS team
FROM agent_states
WHERE state != 'offline' AND ${range}
GROUP BY agent_id`,
      params,
    }),
  ]);
  const agents = new Map<string, Work>(seen.map(({ agent }) => [agent, new Map()]));
  const teamOf = new Map(seen.map(({ agent, team }) => [agent, team]));
  const teams = new Map<string, Work>();
  for (const { agent, ms, ...series } of handled) {
    const work = ms / concurrencyOf(series);
    add(
      getOrInsert(agents, agent, () => new Map()),
      series,
      work,
    );
    const team = teamOf.get(agent);
    if (team !== undefined)
      add(
        getOrInsert(teams, team, () => new Map()),
        series,
        work,
      );
  }
  const totals = new Map([...agents.values(), ...teams.values()].map((work) => [work, totalOf(work)]));
  return {
    of({ agent, team }, series) {
      const work = agents.get(agent) ?? teams.get(team);
      const total = work === undefined ? 0 : totals.get(work)!;
      return total > 0 ? (work!.get(seriesKey(series)) ?? 0) / total : 0;
    },
  };
}

function add(work: Work, series: SeriesName, ms: number): void {
  work.set(seriesKey(series), (work.get(seriesKey(series)) ?? 0) + ms);
}

function totalOf(work: Work): number {
  return [...work.values()].reduce((sum, ms) => sum + ms, 0);
}
