import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { hourOf } from './notes.ts';
import { ROLLED_FACTS, type Source } from './sources.ts';

/** The hour of the first fact of each kind, UTC ms. */
export async function firstHours(clickhouse: ClickHouse): Promise<Map<string, number>> {
  const rows = await clickhouse.query<{ fact: string; first: number }>({
    sql: `SELECT fact, toUnixTimestamp64Milli(min(at))::Float64 AS first FROM facts
      WHERE fact IN {facts:Array(String)} GROUP BY fact`,
    params: { facts: ROLLED_FACTS },
  });
  return new Map(rows.map(({ fact, first }) => [fact, hourOf(first)]));
}

/** The hour of the first fact of a source, UTC ms; null where there is none. */
export function earliest({ facts }: Source, first: ReadonlyMap<string, number>): number | null {
  const found = facts.flatMap((fact) => first.get(fact) ?? []);
  return found.length === 0 ? null : Math.min(...found);
}
