import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { codeOf } from '../lib/errors.ts';
import { AGENT_NEWS } from './agent-hours.ts';
import { daysOfAgents } from './agent-rows.ts';
import { batchesOf, missingHours } from './due.ts';
import { createKnownHours } from './known-hours.ts';
import { hourOf, type Note, notesQuery, SETTLE_MS, strikeRows } from './notes.ts';
import { createOthers } from './others.ts';
import { recompute } from './recompute.ts';
import { retireSources } from './retired.ts';
import type { Hours } from './rows.ts';
import { SOURCES, type Source, touchedBy } from './sources.ts';
import { daysOfFacts, type Stretch, stretchesOf } from './stretches.ts';

/** How far a look came. */
export interface Refreshed {
  /** Hours of sources that were recomputed. */
  hours: number;
  /** Hours of sources that are still to be rolled up for the first time. */
  left: number;
}

export interface RefreshOptions {
  /** Most hours of one source that are rolled up for the first time in one look. */
  maxNew: number;
  signal: AbortSignal;
  onProgress?: (done: number, of: number) => void;
}

/** A note with the units that wrote it: these are struck, and not what comes meanwhile. */
interface Taken extends Note {
  units: string[];
}

/**
 * Brings roll-ups up to date: takes the notes, recomputes the hours that they name and hours that are over and not rolled
 * up yet, the newest first, and strikes the notes it had taken. Ended at any point, it is simply done again; two at a
 * time do the same work twice.
 */
export function createRefresh(clickhouse: ClickHouse, now: () => number) {
  const known = createKnownHours(clickhouse, now);
  const others = createOthers(clickhouse);
  // What is stored later of an earlier time is noted. Of kinds that there are none of yet, it is asked each time.
  const days = new Map<string, number[]>();
  // Of hours that were not over when something was stored in them, nothing is noted.
  const sinceThen = hourOf(now()) - DAY_MS;

  let retiredAt = Number.NEGATIVE_INFINITY;

  async function refresh({ maxNew, signal, onProgress }: RefreshOptions): Promise<Refreshed> {
    const over = hourOf(now() - SETTLE_MS);
    await others.appear();
    // Notes of hours that are not over stay until they are.
    const notes = await clickhouse.query<Taken>(notesQuery(over, ', groupArray(unit) AS units'));
    await known.refresh(true);
    for (const [fact, ofFact] of await daysOfFacts(clickhouse, [...days.keys()])) days.set(fact, ofFact);
    if (!days.has(AGENT_NEWS)) {
      const ofAgents = await daysOfAgents(clickhouse);
      if (ofAgents.length > 0) days.set(AGENT_NEWS, ofAgents);
    }
    const work = SOURCES.map((source) => {
      const end = hourOf(now() - SETTLE_MS - source.openMs);
      const noted = [...touchedBy(source, notes).keys()].filter((hour) => hour < end);
      const missing = missingHours(
        withRecent(stretchesOf(source.kind === 'agents' ? [AGENT_NEWS] : source.facts, days), {
          from: sinceThen,
          to: end,
        }),
        end,
        known.settled(source.name),
      );
      return { source, hours: new Set([...noted, ...missing.slice(-maxNew)]), missing: missing.length };
    });
    const total = work.reduce((sum, { hours }) => sum + hours.size, 0);
    let done = 0;
    for (const { source, hours } of work) {
      for (const batch of batchesOf(hours)) {
        if (signal.aborted) return { hours: done, left: 0 };
        await recomputeBy(clickhouse, source, batch, now());
        done += batch.length;
        onProgress?.(done, total);
      }
    }
    await others.unsettle([...new Set(notes.map(({ hour }) => hour))]);
    await strike(clickhouse, notes);
    if (now() - retiredAt >= DAY_MS) {
      await retireSources(clickhouse);
      retiredAt = now();
    }
    const left = work.reduce((sum, { missing }) => sum + Math.max(0, missing - maxNew), 0);
    return { hours: done, left };
  }

  return { refresh };
}

const DAY_MS = 86_400_000;

/** Where there are facts at all, whatever has passed since is missing too. */
function withRecent(stretches: readonly Stretch[], recent: Stretch): Stretch[] {
  return stretches.length === 0 ? [] : [...stretches, recent];
}

/** What the engine has not the memory for at once, by halves: how many cells an hour has is known to it alone. */
async function recomputeBy(clickhouse: ClickHouse, source: Source, hours: Hours, now: number): Promise<void> {
  try {
    await recompute(clickhouse, source, hours, now);
  } catch (error) {
    if (codeOf(error) !== 'CLICKHOUSE_MEMORY_LIMIT_EXCEEDED' || hours.length === 1) throw error;
    const half = Math.ceil(hours.length / 2);
    await recomputeBy(clickhouse, source, hours.slice(half), now);
    await recomputeBy(clickhouse, source, hours.slice(0, half), now);
  }
}

async function strike(clickhouse: ClickHouse, notes: readonly Taken[]): Promise<void> {
  const rows = strikeRows();
  for (const { what, hour, units } of notes) {
    for (const unit of units) {
      rows.columns.what.add(what);
      rows.columns.hour.add(hour);
      rows.columns.unit.add(unit);
      rows.columns.struck.add(1);
    }
  }
  await clickhouse.insert('dirty_hours', rows);
}
