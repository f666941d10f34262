import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { NOT_SETTLED } from './not-settled.ts';
import { type Note, notesQuery } from './notes.ts';
import { SOURCES } from './sources.ts';
import { type ToldAnew, toldAnew } from './surveys/touched.ts';

/** What a process knows of the hours that are rolled up. */
export interface KnownHours {
  /** Facts of each hour of a source, by its begin (UTC ms). What is missing is read as facts. */
  settled(source: string): ReadonlyMap<number, number>;
  /**
   * Reads what has come since the last time, unless that was a moment ago.
   *
   * @param anyway even then
   */
  refresh(anyway?: boolean): Promise<void>;
  /** Hours that end before a time, UTC ms, and were touched since they were rolled up. */
  notes(before: number): Promise<Note[]>;
  /** Hours of surveys of whose conversations something was told since they were rolled up. */
  told(): Promise<ToldAnew>;
}

const EVERY_MS = 2_000;
/** Versions are the times at which statements began; they become visible when these end. */
const OVERLAP_MS = 300_000;

export function createKnownHours(clickhouse: ClickHouse, now: () => number): KnownHours {
  const bySource = new Map<string, Map<number, number>>(SOURCES.map(({ name }) => [name, new Map()]));
  let seen = 0;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    const rows = await clickhouse.query<{
      source: string;
      hour: number;
      facts: number | null;
      version: number;
    }>({
      sql: `SELECT source, toUnixTimestamp(hour) AS hour, nullIf(facts, ${NOT_SETTLED})::Nullable(Float64) AS facts, version::Float64 AS version
        FROM rollup_hours WHERE version > {after:UInt64} AND source IN {sources:Array(String)}
        ORDER BY rollup_hours.version, rollup_hours.facts`,
      params: { after: Math.max(0, seen - OVERLAP_MS), sources: [...bySource.keys()] },
    });
    // In the order in which they count: what was replaced need not be looked for, and few rows are read.
    for (const { source, hour, facts, version } of rows) {
      const hours = getOrInsert(bySource, source, () => new Map());
      if (facts === null) hours.delete(hour * 1_000);
      else hours.set(hour * 1_000, facts);
      seen = Math.max(seen, version);
    }
    readAt = now();
  }

  return {
    settled: (source) => bySource.get(source) ?? new Map(),
    async refresh(anyway = false) {
      if (!anyway && now() - readAt < EVERY_MS) return;
      reading ??= read().finally(() => {
        reading = null;
      });
      await reading;
    },
    notes: (before) => clickhouse.query<Note>(notesQuery(before)),
    told: () => toldAnew(clickhouse),
  };
}
