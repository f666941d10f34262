import { randomUUID } from 'node:crypto';
import type { Difference } from '../domain/measure/difference.ts';
import type { Fact, FactName } from '../domain/measure/fact.ts';
import type { Query } from '../lib/clickhouse/client.ts';
import { instant, text, uint8, word } from '../lib/clickhouse/native/columns.ts';
import { rowsOf } from '../lib/clickhouse/native/rows.ts';
import { TELLING } from '../metrics/rows/surveys.ts';

/** Begin of the hour of a time, UTC ms. */
export function hourOf(at: number): number {
  return at - (at % HOUR_MS);
}

export const HOUR_MS = 3_600_000;

/**
 * Hours of which the facts have changed, by kind of fact and anchor. Ingest writes them once the facts are in and before
 * the events are: so a unit that is written again after a crash notes them again, and nobody recomputes an hour before
 * there is something to read.
 */
export interface TouchedHours {
  add(change: Difference): void;
  /**
   * Rows of `dirty_hours`. An hour that is not over has none: it is rolled up `SETTLE_MS` after its end, which is further
   * than clocks are apart.
   *
   * @param now UTC ms
   * @param toldAt where the unit has written `tellings`: their `stored_at`, UTC ms
   */
  rows(now: number, toldAt?: number): ReturnType<typeof noteRows>;
}

/** A note that a unit has written what is told of conversations (`surveys/`), `noted_at` being when. */
export const TOLD = 'told';

/** How long after its end an hour is rolled up for the first time, ms. */
export const SETTLE_MS = 5 * 60_000;

export function touchedHours(): TouchedHours {
  const starts = new Hours();
  const ends = new Hours();

  function note(fact: Fact): void {
    starts.note(fact.fact, fact.at);
    if (fact.endedAt !== null) ends.note(fact.fact, fact.endedAt);
  }

  return {
    add({ upserts, tombstones, moved }) {
      for (const fact of upserts) note(fact);
      for (const fact of tombstones) note(fact);
      for (const { fact, endedAt } of moved) if (endedAt !== null) ends.note(fact, endedAt);
    },
    rows(now, toldAt) {
      const rows = noteRows();
      const unit = randomUUID();
      const isOver = (hour: number) => hour + HOUR_MS <= now;
      for (const [anchor, hours] of [
        ['start', starts],
        ['end', ends],
      ] as const) {
        for (const [fact, { noted: ofFact }] of hours.byFact) {
          for (const hour of ofFact) {
            if (isOver(hour)) addNote(rows, { what: `${fact} ${anchor}`, hour, unit, now });
          }
        }
      }
      const told = TELLING.flatMap((fact) => [...(starts.byFact.get(fact)?.noted ?? [])]);
      // Taken with the last of the unit's other notes: as long as one of them is there, it is known that it has told.
      if (toldAt !== undefined && told.length > 0)
        addNote(rows, { what: TOLD, hour: Math.max(0, ...told.filter(isOver)), unit, now: toldAt });
      return rows;
    },
  };
}

class Hours {
  readonly byFact = new Map<FactName, { last: number; noted: Set<number> }>();

  note(fact: FactName, at: number): void {
    let known = this.byFact.get(fact);
    if (known === undefined) {
      known = { last: Number.NEGATIVE_INFINITY, noted: new Set() };
      this.byFact.set(fact, known);
    }
    // Most lie in the hour of the one before.
    if (at >= known.last && at < known.last + HOUR_MS) return;
    known.last = hourOf(at);
    known.noted.add(known.last);
  }
}

/** Rows of `dirty_hours`. */
export function noteRows() {
  return rowsOf({ what: word(), hour: instant(), unit: text(), struck: uint8(), noted_at: instant() });
}

/** @param note `hour` and `now` in UTC ms */
export function addNote(
  { columns }: ReturnType<typeof noteRows>,
  note: { what: string; hour: number; unit: string; now: number },
): void {
  columns.what.add(note.what);
  columns.hour.add(note.hour);
  columns.unit.add(note.unit);
  columns.struck.add(0);
  columns.noted_at.add(note.now);
}

/** Rows that strike notes. They go a day after the server has them: when that was is for it to say. */
export function strikeRows() {
  return rowsOf({ what: word(), hour: instant(), unit: text(), struck: uint8() });
}

/** That an hour was touched and not recomputed since. */
export interface Note {
  /** Kind of fact and anchor, such as `queue_spell start`, or `agents`. */
  what: string;
  /** Begin of the hour, UTC ms. */
  hour: number;
  /** When that was noted first, UTC ms. */
  since: number;
}

/** Later than any instant that is stored, UTC ms. */
export const FAR = Date.UTC(2262, 0);

/**
 * Notes of hours that begin before a time, UTC ms.
 *
 * @param more SQL of what else is wanted of the rows of a note
 */
export function notesQuery(before: number, more = ''): Query {
  return {
    sql: `SELECT what, toUnixTimestamp64Milli(dirty_hours.hour)::Float64 AS hour,
      min(toUnixTimestamp64Milli(noted_at))::Float64 AS since${more}
    FROM dirty_hours FINAL
    WHERE struck = 0 AND dirty_hours.hour < fromUnixTimestamp64Milli({before:Int64})
    GROUP BY what, hour`,
    params: { before },
  };
}
