import { DAY_MS, type Days, dayOf } from './known-days.ts';
import { HOUR_MS } from './notes.ts';

/** A range of time, UTC ms; `to` is not in it. */
export interface Span {
  from: number;
  to: number;
}

/** Which part of a question's range roll-ups answer, and which facts. */
export interface Plan extends Rows {
  /** What is left, ascending. */
  raw: Span[];
  /** Facts that roll-ups answer for. */
  facts: number;
}

/** What is read of roll-ups. */
export interface Rows {
  /** Begins of hours, UTC ms, ascending. */
  hours: number[];
  /** Begins of days whose hours are not read, UTC ms, ascending. */
  days: number[];
}

export interface PlanInput extends Span {
  /** Only hours that are over by then are the same for all who ask, UTC ms. */
  overBy: number;
  /** Begins of the buckets, UTC ms, ascending. */
  starts: readonly number[];
  /** Facts of each hour that is rolled up, by its begin. */
  settled: ReadonlyMap<number, number>;
  /** Hours in which something has changed since they were rolled up. */
  dirty: Iterable<number>;
  /** Buckets that begin at multiples of it cut no hour, ms; an hour if not given. */
  finestMs?: number;
  /** Most facts that are read anew for hours that have changed since. */
  readAnew: number;
}

/**
 * Splits a range: hours that are rolled up, that lie in it whole, and in which no bucket begins but at their begin are
 * answered by roll-ups; the rest by facts. Hours that have changed since are the rest as well, the newest first, for as
 * long as reading them is cheap.
 */
export function planOf({
  from,
  to,
  overBy,
  starts,
  settled,
  dirty,
  finestMs = HOUR_MS,
  readAnew,
}: PlanInput): Plan {
  const plan: Plan = { hours: [], days: [], raw: [], facts: 0 };
  const stale = staleOf({ from, to, settled, dirty, readAnew });
  let place = 0;
  let open = from;
  for (
    let hour = Math.ceil(from / HOUR_MS) * HOUR_MS;
    hour + HOUR_MS <= Math.min(to, overBy);
    hour += HOUR_MS
  ) {
    let isCut = false;
    for (; place < starts.length && starts[place]! < hour + HOUR_MS; place++)
      isCut ||= starts[place]! > hour && starts[place]! % finestMs !== 0;
    const facts = settled.get(hour);
    if (facts === undefined || isCut || stale.has(hour)) continue;
    if (open < hour) plan.raw.push({ from: open, to: hour });
    open = hour + HOUR_MS;
    plan.hours.push(hour);
    plan.facts += facts;
  }
  if (open < to) plan.raw.push({ from: open, to });
  return plan;
}

/**
 * Days instead of hours, where hours have every hour of one, no bucket begins in it but at its begin, and it is there.
 *
 * @param hours begins, UTC ms, ascending
 */
export function byDays(hours: readonly number[], starts: readonly number[], days: Days): Rows {
  const cut = new Set(starts.filter((start) => start % DAY_MS !== 0).map(dayOf));
  const rows: Rows = { hours: [], days: [] };
  for (let place = 0; place < hours.length; ) {
    const begin = hours[place]!;
    const isWhole = begin % DAY_MS === 0 && hours[place + HOURS_OF_DAY - 1] === begin + DAY_MS - HOUR_MS;
    const isDay = isWhole && !cut.has(begin) && days.has(begin);
    rows[isDay ? 'days' : 'hours'].push(begin);
    place += isDay ? HOURS_OF_DAY : 1;
  }
  return rows;
}

const HOURS_OF_DAY = DAY_MS / HOUR_MS;

function staleOf({
  from,
  to,
  settled,
  dirty,
  readAnew,
}: Omit<PlanInput, 'starts' | 'overBy' | 'finestMs'>): Set<number> {
  const stale = new Set<number>();
  let facts = 0;
  for (const hour of [...dirty].filter((one) => one >= from && one < to).sort((a, b) => b - a)) {
    facts += settled.get(hour) ?? 0;
    if (facts > readAnew) break;
    stale.add(hour);
  }
  return stale;
}
