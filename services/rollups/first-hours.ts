import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { AGENT_NEWS } from './agent-hours.ts';
import { firstAgentHour } from './agent-rows.ts';
import { hourOf } from './notes.ts';
import { ROLLED_FACTS, type Source } from './sources.ts';

/** The hour of the first fact of each kind, and of the first news of agents, UTC ms. */
export async function firstHours(clickhouse: ClickHouse): Promise<Map<string, number>> {
  const rows = await clickhouse.query<{ fact: string; first: number }>({
    sql: `SELECT fact, toUnixTimestamp64Milli(min(at))::Float64 AS first FROM facts
      WHERE fact IN {facts:Array(String)} GROUP BY fact`,
    params: { facts: ROLLED_FACTS },
  });
  const first = new Map(rows.map((row) => [row.fact, hourOf(row.first)]));
  const ofAgents = await firstAgentHour(clickhouse);
  if (ofAgents !== null) first.set(AGENT_NEWS, ofAgents);
  return first;
}

/** The hour of the first fact of a source, UTC ms; null where there is none. */
export function earliest({ kind, facts }: Source, first: ReadonlyMap<string, number>): number | null {
  const found = (kind === 'agents' ? [AGENT_NEWS] : facts).flatMap((fact) => first.get(fact) ?? []);
  return found.length === 0 ? null : Math.min(...found);
}
