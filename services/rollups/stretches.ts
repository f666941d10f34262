import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { ROLLED_FACTS } from './sources.ts';

/** A range of time in which facts lie, UTC ms; `to` is not in it. */
export interface Stretch {
  from: number;
  to: number;
}

const DAY_MS = 86_400_000;
/**
 * Days without facts between two with some are rolled up as well, as nothing: each gap would be a condition of its own.
 * Longer ones are left out: a clock that is decades off must not make decades of hours.
 */
const MOST_EMPTY_MS = 31 * DAY_MS;

/**
 * The days, UTC, on which facts of a kind begin or end, but for kinds that are known already.
 *
 * @param known kinds of facts
 */
export async function daysOfFacts(
  clickhouse: ClickHouse,
  known: readonly string[],
): Promise<Map<string, number[]>> {
  const facts = ROLLED_FACTS.filter((fact) => !known.includes(fact));
  if (facts.length === 0) return new Map();
  const rows = await clickhouse.query<{ fact: string; day: number }>({
    sql: `SELECT DISTINCT fact, toInt32(arrayJoin([toDate32(at), toDate32(ended_at)])) AS day
      FROM facts WHERE fact IN {facts:Array(String)}`,
    params: { facts },
  });
  const days = new Map<string, number[]>();
  // Open spells end in 1970.
  for (const { fact, day } of rows) if (day > 0) getOrInsert(days, fact, () => []).push(day * DAY_MS);
  return days;
}

/** Days of what a source is made of as stretches, ascending. */
export function stretchesOf(
  facts: readonly string[],
  days: ReadonlyMap<string, readonly number[]>,
): Stretch[] {
  const all = [...new Set(facts.flatMap((fact) => days.get(fact) ?? []))].sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  for (const from of all) {
    const last = stretches.at(-1);
    if (last !== undefined && from - last.to <= MOST_EMPTY_MS) last.to = from + DAY_MS;
    else stretches.push({ from, to: from + DAY_MS });
  }
  return stretches;
}
