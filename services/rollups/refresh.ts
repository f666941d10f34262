import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { codeOf } from '../lib/errors.ts';
import { AGENT_NEWS } from './agent-hours.ts';
import { daysOfAgents } from './agent-rows.ts';
import { makeDays } from './days.ts';
import { batchesOf, missingHours } from './due.ts';
import { DAY_MS } from './known-days.ts';
import { createKnownHours } from './known-hours.ts';
import { DAY_SOURCES } from './names.ts';
import { HOUR_MS, hourOf, type Note, notesQuery, SETTLE_MS, strikeRows } from './notes.ts';
import { createOthers } from './others.ts';
import { recompute } from './recompute.ts';
import { retireSources } from './retired.ts';
import type { Hours } from './rows.ts';
import { SOURCES, touchedBy } from './sources.ts';
import { daysOfFacts, type Stretch, stretchesOf } from './stretches.ts';
import { createTellings } from './surveys/tellings.ts';
import { toldAnew } from './surveys/touched.ts';
import { readWholeFrom } from './whole-from.ts';

/** How far a look came. */
export interface Refreshed {
  /** Hours of sources that were recomputed. */
  hours: number;
  /** Days of sources that were summed up from their hours. */
  days: number;
  /** Hours of sources that are still to be rolled up for the first time. */
  left: number;
}

export interface RefreshOptions {
  /** Most hours of one source that are rolled up for the first time in one look. */
  maxNew: number;
  /** Days are summed up once their hours have not been recomputed for so long, ms; at once if not given. */
  quietMs?: number | undefined;
  signal: AbortSignal;
  onProgress?: OnProgress;
}

/** Called after each statement's worth of hours of facts, then of days of these. */
export type OnProgress = (done: number, of: number, unit: 'hours' | 'days') => void;

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
  const tellings = createTellings(clickhouse);
  // Of hours that were not over when something was stored in them, nothing is noted.
  const sinceThen = hourOf(now()) - DAY_MS;

  let retiredAt = Number.NEGATIVE_INFINITY;

  async function refresh(options: RefreshOptions): Promise<Refreshed> {
    const { maxNew, signal, onProgress } = options;
    const over = hourOf(now() - SETTLE_MS);
    await others.appear();
    // Notes of hours that are not over stay until they are.
    const notes = await clickhouse.query<Taken>(notesQuery(over, ', groupArray(unit) AS units'));
    const told = await toldAnew(clickhouse);
    const copied = await tellings.copy({
      over,
      recent: { from: sinceThen, to: over },
      maxNew,
      untold: told.untold,
      signal,
    });
    if (signal.aborted) return { hours: 0, days: 0, left: 0 };
    await known.refresh(true);
    const wholeFrom = await readWholeFrom(clickhouse, now());
    for (const [fact, ofFact] of await daysOfFacts(clickhouse, [...days.keys()])) days.set(fact, ofFact);
    if (!days.has(AGENT_NEWS)) {
      const ofAgents = await daysOfAgents(clickhouse);
      if (ofAgents.length > 0) days.set(AGENT_NEWS, ofAgents);
    }
    const work = SOURCES.map((source) => {
      const end = hourOf(now() - SETTLE_MS - source.openMs);
      const isOfSurveys = source.kind === 'surveys';
      const touched = [...touchedBy(source, notes).keys(), ...(isOfSurveys ? told.hours.keys() : [])];
      const settled = known.settled(source.name);
      const noted = touched.filter((hour) => hour < end && (hour >= wholeFrom || !settled.has(hour)));
      const missing = missingHours(
        withRecent(stretchesOf(source.kind === 'agents' ? [AGENT_NEWS] : source.facts, days), {
          from: sinceThen,
          to: end,
        }),
        end,
        settled,
      );
      // Before all is copied it cannot be told whose they are.
      const fresh = isOfSurveys && copied.left > 0 ? [] : missing.slice(-maxNew);
      return { source, hours: new Set([...noted, ...fresh]), missing: missing.length - fresh.length };
    });
    const total = work.reduce((sum, { hours }) => sum + hours.size, 0);
    let done = 0;
    for (const { source, hours } of work) {
      for (const batch of batchesOf(hours)) {
        if (signal.aborted) return { hours: done, days: 0, left: 0 };
        await byHalves(batch, (some) => recompute(clickhouse, source, some, now()));
        done += batch.length;
        onProgress?.(done, total, 'hours');
      }
    }
    await others.unsettle(
      [...new Set([...notes.map(({ hour }) => hour), ...told.hours.keys()])].filter((hour) => hour > 0),
    );
    await copied.finish();
    await strike(clickhouse, notes);
    if (now() - retiredAt >= DAY_MS) {
      await retireSources(clickhouse);
      retiredAt = now();
    }
    const left = work.reduce((sum, { missing }) => sum + missing, copied.left);
    return { hours: done, days: await makeDue(options), left };
  }

  /** Hours answer as well: nothing waits for days. Gives how many were made. */
  async function makeDue({ maxNew, quietMs, signal, onProgress }: RefreshOptions): Promise<number> {
    await known.refresh(true);
    const quietSince = quietMs === undefined ? Number.POSITIVE_INFINITY : now() - quietMs;
    const work = DAY_SOURCES.flatMap((source) => {
      const due = known.days(source.name).due(quietSince);
      const settled = known.settled(source.name);
      const worthwhile = [...due.keys()].filter((day) => hasFacts(settled, day));
      const days = worthwhile.slice(0, Math.ceil((maxNew * HOUR_MS) / DAY_MS));
      return batchesOf(days).map((batch) => ({ source, due, batch }));
    });
    const total = work.reduce((sum, { batch }) => sum + batch.length, 0);
    let done = 0;
    for (const { source, due, batch } of work) {
      if (signal.aborted) return done;
      await byHalves(batch, (some) =>
        makeDays(clickhouse, source, new Map(some.map((day) => [day, due.get(day)!])), now()),
      );
      done += batch.length;
      onProgress?.(done, total, 'days');
    }
    return done;
  }

  return { refresh };
}

/** Hours of nothing are read as fast as a day of it; many centers have no facts of some kinds at all. */
function hasFacts(settled: ReadonlyMap<number, number>, day: number): boolean {
  for (let hour = day; hour < day + DAY_MS; hour += HOUR_MS) if ((settled.get(hour) ?? 0) > 0) return true;
  return false;
}

/** Where there are facts at all, whatever has passed since is missing too. */
function withRecent(stretches: readonly Stretch[], recent: Stretch): Stretch[] {
  return stretches.length === 0 ? [] : [...stretches, recent];
}

/** What the engine has not the memory for at once, by halves: how many cells an hour has is known to it alone. */
async function byHalves(begins: Hours, make: (some: Hours) => Promise<void>): Promise<void> {
  try {
    await make(begins);
  } catch (error) {
    if (codeOf(error) !== 'CLICKHOUSE_MEMORY_LIMIT_EXCEEDED' || begins.length === 1) throw error;
    const half = Math.ceil(begins.length / 2);
    await byHalves(begins.slice(half), make);
    await byHalves(begins.slice(0, half), make);
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
