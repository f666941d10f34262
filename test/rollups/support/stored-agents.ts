import type { ClickHouseClient } from '@clickhouse/client';
import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { touchedAgentHours } from '../../../services/rollups/agent-hours.ts';
import type { Stored } from '../../metrics/arbitrary.ts';

export type AgentNews = Pick<Stored, 'states' | 'schedules'>;

/** Stores news of agents as a unit of ingest does: first the news, then which hours it touches. */
export async function storeAgents(
  { clickhouse, client }: { clickhouse: ClickHouse; client: ClickHouseClient },
  { states, schedules }: AgentNews,
  notedAt = Date.now(),
): Promise<void> {
  const touched = touchedAgentHours();
  if (states.length > 0)
    await client.insert({ table: 'agent_states', values: states.slice(), format: 'JSONEachRow' });
  if (schedules.length > 0)
    await client.insert({ table: 'agent_schedules', values: schedules.slice(), format: 'JSONEachRow' });
  for (const { at } of states) touched.state(at);
  for (const { starts_at } of schedules) touched.plan(starts_at);
  await clickhouse.insert('dirty_hours', touched.rows(notedAt));
}

/** One half of the news, then the other, which corrects and repeats some of the first, and replaces plans. */
export function halves({ states, schedules }: AgentNews): [AgentNews, AgentNews] {
  const [early, late] = [splitOf(states), splitOf(schedules)];
  const corrected = early[0].flatMap((one, i) => {
    if (i % 5 > 1) return [];
    return i % 5 === 0 ? [one] : [{ ...one, state: one.state === 'busy' ? 'offline' : 'busy', team: 'blue' }];
  });
  const replanned = late[0].flatMap((one, i) =>
    i % 4 === 0
      ? [{ ...one, planned_at: one.planned_at + 2, ends_at: one.ends_at + (i % 8 === 0 ? 1 : -0.4) * HOUR }]
      : [],
  );
  return [
    { states: early[0], schedules: late[0] },
    { states: [...early[1], ...corrected], schedules: [...late[1], ...replanned] },
  ];
}

const HOUR = 3_600_000;

function splitOf<T>(all: readonly T[]): [T[], T[]] {
  return [all.filter((_, i) => i % 2 === 0), all.filter((_, i) => i % 2 === 1)];
}
