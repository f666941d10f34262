import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { together } from '../lib/together.ts';
import { type Days, KnownDays } from './known-days.ts';
import { DAY_SOURCES, daysOf } from './names.ts';
import { NOT_SETTLED } from './not-settled.ts';
import { FAR, type Note, notesQuery } from './notes.ts';
import { SOURCES } from './sources.ts';
import { type ToldAnew, toldAnew } from './surveys/touched.ts';

/** What a process knows of the hours that are rolled up. */
export interface KnownHours {
  /** Facts of each hour of a source, by its begin (UTC ms). What is missing is read as facts. */
  settled(source: string): ReadonlyMap<number, number>;
  /** The days of a source that are summed up from its hours as they are known. */
  days(source: string): Days;
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

/** The same for whoever makes days, or looks through them. */
export interface KeptHours extends KnownHours {
  days(source: string): KnownDays;
}

export function createKnownHours(clickhouse: ClickHouse, now: () => number): KeptHours {
  const bySource = new Map(SOURCES.map(({ name }) => [name, new Map<number, number>()]));
  const daysBySource = new Map(SOURCES.map(({ name }) => [name, new KnownDays()]));
  const hourlyOf = new Map(DAY_SOURCES.map((source) => [daysOf(source), source.name]));
  let seen = 0;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;
  // A dashboard's panels ask at once: what they are asked for takes longer to plan than to read.
  const notes = together(() => clickhouse.query<Note>(notesQuery(FAR)));
  const told = together(() => toldAnew(clickhouse));

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
      params: { after: Math.max(0, seen - OVERLAP_MS), sources: [...bySource.keys(), ...hourlyOf.keys()] },
    });
    // In the order in which they count: what was replaced need not be looked for, and few rows are read.
    for (const { source, hour: seconds, facts, version } of rows) {
      seen = Math.max(seen, version);
      const hour = seconds * 1_000;
      const hourly = hourlyOf.get(source);
      if (hourly !== undefined) {
        daysBySource.get(hourly)!.day(hour, facts);
        continue;
      }
      daysBySource.get(source)!.hour(hour, facts === null ? null : version);
      if (facts === null) bySource.get(source)!.delete(hour);
      else bySource.get(source)!.set(hour, facts);
    }
    readAt = now();
  }

  return {
    settled: (source) => bySource.get(source) ?? new Map(),
    days: (source) => daysBySource.get(source) ?? new KnownDays(),
    async refresh(anyway = false) {
      if (!anyway && now() - readAt < EVERY_MS) return;
      reading ??= read().finally(() => {
        reading = null;
      });
      await reading;
    },
    notes: async (before) => (await notes()).filter(({ hour }) => hour < before),
    told,
  };
}
