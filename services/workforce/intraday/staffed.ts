import { offeredErlangs, type Workload } from '../../domain/erlang/workload.ts';
import { agentsMissing, isMissed, stretchesOf } from '../../domain/intraday/mend.ts';
import { type Member, type Pool, type PoolLoad, poolsOf } from '../../domain/intraday/pool.ts';
import { expectedServiceLevel, type StaffingTerms } from '../../domain/intraday/service-level.ts';
import { asOneQueue } from '../../domain/staffing/one-queue.ts';
import type { Attendance, People } from './people.ts';
import type { RunningDay } from './running-day.ts';
import { contactsOf, type RunningSeries } from './series.ts';
import type { SeriesName, SeriesStaffing, StaffingOf } from './staffing-port.ts';
import type { WorkShares } from './work-shares.ts';

/** An interval of a queue and channel with the people it needs and has. */
export interface StaffedInterval {
  readonly from: number;
  readonly to: number;
  readonly contacts: number | null;
  /** Of those whom its pool needs, the part that its work is of the pool's. */
  readonly required: number | null;
  readonly scheduled: number | null;
  readonly present: number | null;
  /** To be expected with those who are there or, later, planned; null where the interval is over, or nothing is known. */
  readonly expected: number | null;
  /** Fewest agents more who reach the goal. */
  readonly missing: number;
}

export interface StaffedSeries {
  readonly queue: string;
  readonly channel: string;
  /** Null: contacts wait for no agent to be there, and nothing is said of people. */
  readonly terms: StaffingTerms | null;
  readonly intervals: readonly StaffedInterval[];
}

/** Out of hours fewer contacts in an interval are none: a forecast is hardly ever exactly 0. */
const NOBODY = 0.5;

/** A series with what it is staffed by; null: not by the interval. */
interface Asked {
  series: RunningSeries;
  name: SeriesName;
  staffing: SeriesStaffing | null;
}

/** Puts the people that each queue and channel needs beside those it has. */
export function staffedSeries(
  all: readonly RunningSeries[],
  day: RunningDay,
  staffingOf: StaffingOf,
  people: People,
  shares: WorkShares,
): StaffedSeries[] {
  const asked = all.map((series): Asked => {
    const name = { queue: series.queue ?? '', channel: series.channel ?? '' };
    return { series, name, staffing: staffingOf(name) };
  });
  const membersOf = sharedOut(asked, shares);
  const isPlanned = asked.map(() => false);
  for (const { shares: own } of membersOf(people.planned)) for (const [i] of own) isPlanned[i] = true;

  const columns = day.intervals.map(({ from, to }, i) => {
    const scheduled = membersOf(people.scheduled[i]!);
    const present = people.present[i] === null ? null : membersOf(people.present[i]!);
    const there = from <= day.now ? present! : scheduled;
    const loads = asked.map((one) => loadOf(one, i, to - from));
    const pools = poolsOf(
      loads.map((load, which) => poolLoad(load, asked[which]!)),
      there,
    );
    const [planned, now] = [headcounts(scheduled, asked), present && headcounts(present, asked)];
    return asked.map(({ series, staffing }, which): StaffedInterval => {
      const contacts = contactsOf(series, i);
      const common = {
        from,
        to,
        contacts,
        scheduled: staffing !== null && isPlanned[which] ? planned[which]! : null,
        present: staffing === null || now === null ? null : now[which]!,
        expected: null,
        missing: 0,
      };
      const load = loads[which]!;
      if (staffing === null || load === null) return { ...common, required: null };
      if (load.calls === 0 || (load.calls < NOBODY && !staffing.isOpen(from, to)))
        return { ...common, required: 0 };
      const pool = pooled(load, pools[which]!, staffing.terms);
      const required = staffing.required(pool.load) * pool.part;
      const isKnown = from <= day.now || isPlanned[which];
      if (to <= day.now || !isKnown) return { ...common, required };
      return {
        ...common,
        required,
        expected: expectedServiceLevel(pool.load, pool.agents, staffing.terms),
        missing: agentsMissing(pool.load, pool.agents, staffing.terms),
      };
    });
  });
  return asked.map(({ name, staffing }, which) => ({
    ...name,
    terms: staffing?.terms ?? null,
    intervals: columns.map((column) => column[which]!),
  }));
}

/** Gives each agent the part of the work that each series takes. */
function sharedOut(asked: readonly Asked[], shares: WorkShares) {
  return (people: readonly Attendance[]): Member[] =>
    people.map(({ presence, ...who }) => ({
      presence,
      shares: asked.flatMap(({ name }, which): [number, number][] => {
        const share = shares.of(who, name);
        return share > 0 ? [[which, share]] : [];
      }),
    }));
}

/** Agents of each series, shared out. */
function headcounts(members: readonly Member[], asked: readonly Asked[]): number[] {
  const counts = asked.map(() => 0);
  for (const { presence, shares } of members)
    for (const [which, share] of shares) counts[which]! += presence * share;
  return counts;
}

/** Null where it is not known what comes, or how long it takes. */
function loadOf({ series, staffing }: Asked, i: number, intervalMs: number): Workload | null {
  const contacts = contactsOf(series, i);
  const ahtMs = staffing?.ahtMs ?? series.today.aht[i] ?? 0;
  if (contacts === null || (contacts > 0 && ahtMs <= 0)) return null;
  return { calls: contacts, ahtMs: Math.max(1, ahtMs), intervalMs };
}

function poolLoad(load: Workload | null, { staffing }: Asked): PoolLoad {
  if (load === null || staffing === null) return { calls: 0, busy: 0 };
  return { calls: load.calls, busy: offeredErlangs(load) / staffing.terms.concurrency };
}

/** The load of a pool in places of one series, and the part of it that is of the series. */
function pooled(own: Workload, pool: Pool, { concurrency }: StaffingTerms) {
  const { agents, calls } = pool;
  // Where nobody is there, nobody shares the work either.
  if (agents === 0 || calls === 0) return { agents: 0, load: own, part: 1 };
  return { agents, ...asOneQueue(own, concurrency, pool) };
}

/** When a goal will be missed, in stretches; the service level is that of all contacts of the stretch. */
export function missedIn({ queue, channel, terms, intervals }: StaffedSeries) {
  if (terms === null) return [];
  const missed = intervals.filter(({ expected }) => isMissed(expected, terms));
  return stretchesOf(missed).map(({ from, to, intervals: of }) => ({
    queue,
    channel,
    from,
    to,
    expectedServiceLevel: togetherOf(of),
    goal: terms.goal.serviceLevel,
  }));
}

/** How many agents more, and when, reach the goal in every interval. */
export function mendOf({ queue, channel, intervals }: StaffedSeries) {
  const lacking = intervals.filter(({ missing }) => missing > 0);
  return stretchesOf(lacking, (one, other) => one.missing === other.missing).map(
    ({ from, to, intervals: [first] }) => ({ queue, channel, from, to, agents: first!.missing }),
  );
}

/** The service level of several intervals together, each by its contacts; null where none is known. */
export function togetherOf(
  intervals: readonly Pick<StaffedInterval, 'contacts' | 'expected'>[],
): number | null {
  let inTime = 0;
  let all = 0;
  for (const { contacts, expected } of intervals) {
    if (contacts === null || expected === null) continue;
    inTime += contacts * expected;
    all += contacts;
  }
  return all > 0 ? inTime / all : null;
}
