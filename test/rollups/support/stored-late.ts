import type { ClickHouseClient } from '@clickhouse/client';
import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { hourOf } from '../../../services/rollups/notes.ts';
import { createRefresh } from '../../../services/rollups/refresh.ts';
import type { FactVersion } from '../../metrics/arbitrary.ts';
import { ROLLED_TABLES } from './rolled-tables.ts';

/** After everything that `arbitrary.ts` makes up, UTC ms. */
export const now = () => Date.UTC(2024, 3, 10);

/** Empties facts, news of agents, and what is rolled up of them. */
export async function empty(clickhouse: ClickHouse): Promise<void> {
  for (const table of ['facts', 'agent_states', 'agent_schedules', ...ROLLED_TABLES])
    await clickhouse.command(`TRUNCATE TABLE ${table}`);
}

let units = 0;

/** Stores facts as a unit of ingest does: first the facts, then which hours they touch. */
export async function store(client: ClickHouseClient, facts: readonly FactVersion[]): Promise<void> {
  if (facts.length === 0) return;
  await client.insert({ table: 'facts', values: facts.slice(), format: 'JSONEachRow' });
  const unit = `unit ${++units}`;
  const notes = facts.flatMap(({ fact, at, ended_at }) => [
    { what: `${fact} start`, hour: hourOf(at) },
    ...(ended_at > 0 ? [{ what: `${fact} end`, hour: hourOf(ended_at) }] : []),
  ]);
  await client.insert({
    table: 'dirty_hours',
    values: notes.map((note) => ({ ...note, unit, struck: 0, noted_at: Date.now() })),
    format: 'JSONEachRow',
  });
}

/** Rolls up everything that is over at a time. @param quietMs how long hours must have rested for their day */
export function refreshAll(clickhouse: ClickHouse, at = now, quietMs?: number) {
  return createRefresh(clickhouse, at).refresh({
    maxNew: Number.POSITIVE_INFINITY,
    quietMs,
    signal: new AbortController().signal,
  });
}
