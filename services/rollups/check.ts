import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse, Parameters } from '../lib/clickhouse/client.ts';
import { dayFillings, daysParams } from './days.ts';
import { batchesOf } from './due.ts';
import type { Filling } from './filling.ts';
import { earliest, firstHours } from './first-hours.ts';
import { DAY_MS, dayOf } from './known-days.ts';
import { createKnownHours } from './known-hours.ts';
import { DAY_SOURCES, daysOf } from './names.ts';
import { NOT_SETTLED } from './not-settled.ts';
import { FAR, HOUR_MS } from './notes.ts';
import { fillingsOf, paramsOf } from './recompute.ts';
import type { OnProgress } from './refresh.ts';
import type { Hours } from './rows.ts';
import { SOURCES, type Source, touchedBy } from './sources.ts';
import { VERSION } from './version.ts';
import { readWholeFrom } from './whole-from.ts';

export interface CheckOptions {
  /** Hours of each source that are compared, one after the other from a random one on; null: all. */
  sample: number | null;
  signal: AbortSignal;
  onProgress: OnProgress;
}

export interface Checked {
  /** Hours of sources that were compared. */
  hours: number;
  /** Days of sources that were compared with their hours. */
  days: number;
  /** Those that hold something else than their facts, or hours, say: with their begins, UTC ms. */
  differ: { source: string; hour: number }[];
}

/** Looks at hours that differ: ingest may be between facts and the note of their hours. */
const LOOKS = 4;
const PAUSE_MS = 1_000;

/**
 * Sums up facts anew and compares with what is kept, cell by cell. Hours that were touched since are left out: it is
 * known that they are behind. Days are compared with their hours. Ingest may go on meanwhile.
 *
 * @param random 0 to 1
 */
export async function checkRollups(
  clickhouse: ClickHouse,
  now: () => number,
  random: () => number,
  { sample, signal, onProgress }: CheckOptions,
): Promise<Checked> {
  const known = createKnownHours(clickhouse, now);
  await known.refresh();
  const untouched = (source: Source, hours: readonly number[]) => {
    const touched = touchedBy(source, notes);
    return hours.filter((hour) => !touched.has(hour) && !(source.kind === 'surveys' && told.hours.has(hour)));
  };
  let notes = await known.notes(FAR);
  let told = await known.told();
  const begins = await firstHours(clickhouse);
  const wholeFrom = await readWholeFrom(clickhouse, now());
  const work = SOURCES.flatMap((source) => {
    // What is rolled up of facts that were deleted after their time stays.
    const begin = Math.max(earliest(source, begins) ?? FAR, wholeFrom);
    const there = [...known.settled(source.name).keys()].filter((hour) => hour >= begin);
    const hours = untouched(source, there);
    return batchesOf(sample === null ? hours : chosen(hours, sample, random)).map((batch) => ({
      source,
      batch,
    }));
  });
  const of = work.reduce((sum, { batch }) => sum + batch.length, 0);
  const checked: Checked = { hours: 0, days: 0, differ: [] };
  for (const { source, batch } of work) {
    if (signal.aborted) break;
    let differ = await differing(clickhouse, source, batch, now());
    for (let look = 1; look < LOOKS && differ.length > 0 && !signal.aborted; look++) {
      await sleep(PAUSE_MS);
      notes = await known.notes(FAR);
      told = await known.told();
      const hours = untouched(source, differ).sort((a, b) => a - b);
      differ = hours.length === 0 ? [] : await differing(clickhouse, source, hours, now());
    }
    for (const hour of differ) checked.differ.push({ source: source.name, hour });
    checked.hours += batch.length;
    onProgress(checked.hours, of, 'hours');
  }
  const ofDays = DAY_SOURCES.flatMap((source) => {
    const days = known.days(source.name);
    // Days of hours that differ are made again with these.
    const wrong = new Set(
      checked.differ.flatMap(({ source: name, hour }) => (name === source.name ? [dayOf(hour)] : [])),
    );
    const there = days.all().filter((day) => !wrong.has(day));
    const compared = sample === null ? there : chosen(there, Math.ceil(sample / HOURS_OF_DAY), random);
    return batchesOf(compared).map((batch) => ({ source, days, batch }));
  });
  const allDays = ofDays.reduce((sum, { batch }) => sum + batch.length, 0);
  for (const { source, days, batch } of ofDays) {
    if (signal.aborted) break;
    let differ = await differingDays(clickhouse, source, batch, now());
    for (let look = 1; look < LOOKS && differ.length > 0 && !signal.aborted; look++) {
      await sleep(PAUSE_MS);
      await known.refresh(true);
      const left = differ.filter((day) => days.has(day));
      differ = left.length === 0 ? [] : await differingDays(clickhouse, source, left, now());
    }
    for (const day of differ) checked.differ.push({ source: daysOf(source), hour: day });
    checked.days += batch.length;
    onProgress(checked.days, allDays, 'days');
  }
  return checked;
}

const HOURS_OF_DAY = DAY_MS / HOUR_MS;

/**
 * Has whole sources rolled up again by whoever does that next; until then facts answer for them. Depths are added up from
 * the begin of all time: of their hours none may be of other facts than the others. Hours of which facts may be gone stay,
 * but for days, which are made of hours.
 *
 * @param now UTC ms
 */
export async function rollUpAgain(
  clickhouse: ClickHouse,
  sources: readonly string[],
  now: number,
): Promise<void> {
  if (sources.length === 0) return;
  const wholeFrom = await readWholeFrom(clickhouse, now);
  await clickhouse.command(
    `INSERT INTO rollup_hours (source, hour, version, facts)
SELECT source, hour, ${VERSION}, ${NOT_SETTLED}
FROM rollup_hours FINAL
WHERE source IN {sources:Array(String)}
  AND (toUnixTimestamp(rollup_hours.hour) >= {from:UInt32} OR source IN {days:Array(String)})`,
    { sources, days: DAY_SOURCES.map(daysOf), from: wholeFrom / 1_000 },
  );
}

/** Begins of the hours of which some cell differs, UTC ms: sums, bins and peaks. */
function differing(clickhouse: ClickHouse, source: Source, hours: Hours, now: number): Promise<number[]> {
  return differingIn(clickhouse, fillingsOf(source, hours, now, 'facts'), paramsOf(source, hours, now));
}

/** Begins of the days of which some cell is not that of their hours, UTC ms. */
function differingDays(clickhouse: ClickHouse, source: Source, days: Hours, now: number): Promise<number[]> {
  return differingIn(clickhouse, dayFillings(source, days, now), daysParams(source, days));
}

async function differingIn(
  clickhouse: ClickHouse,
  fillings: readonly Filling[],
  params: Parameters,
): Promise<number[]> {
  const found = new Set<number>();
  for (const filling of fillings) {
    const query = { sql: differingSql(filling), params: { ...filling.params, ...params } };
    for (const { hour } of await clickhouse.query<{ hour: number }>(query)) found.add(hour * 1_000);
  }
  return [...found].sort((a, b) => a - b);
}

/** A cell counts by a hash of all that it holds. */
function differingSql({ table, name, dimensions, kept, cells }: Filling): string {
  const hash = (dimension: string, part: string) =>
    `cityHash64(cut::String, ${[...dimensions.map((one) => `${dimension}${one}::String`), ...kept.map((one) => `toString(${part}${one})`)].join(', ')})`;
  return `SELECT toUnixTimestamp(hour) AS hour
FROM (
  SELECT hour, ${hash('c_', 'k_')} AS cell, 1 AS anew FROM (${cells})
  UNION ALL
  SELECT hour, ${hash('', '')} AS cell, -1 AS anew
  FROM ${table} FINAL ARRAY JOIN ${[...dimensions, ...kept].join(', ')}
  PREWHERE source = ${name} AND toUnixTimestamp(${table}.hour) IN {hours:Array(UInt32)}
)
GROUP BY hour
HAVING sumWithOverflow(toInt64(cell) * anew) != 0 OR sum(anew) != 0`;
}

/** Hours that follow one another, from anywhere: facts of hours far apart would be read in as many statements. */
function chosen(hours: readonly number[], most: number, random: () => number): number[] {
  const begin = Math.floor(random() * Math.max(1, hours.length - most + 1));
  return hours.toSorted((a, b) => a - b).slice(begin, begin + most);
}
