import { agentsMissing, isMissed, stretchesOf } from '../../domain/intraday/mend.ts';
import { expectedServiceLevel, type StaffingTerms } from '../../domain/intraday/service-level.ts';
import type { People } from './people.ts';
import type { RunningDay } from './running-day.ts';
import { contactsOf, type RunningSeries } from './series.ts';
import type { SeriesName, StaffingOf } from './staffing-port.ts';

/** An interval of a queue and channel with the people it needs and has. */
export interface StaffedInterval {
  readonly from: number;
  readonly to: number;
  readonly contacts: number | null;
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

/** Puts the people that a queue and channel needs beside those it has. */
export function staffedSeries(
  series: RunningSeries,
  day: RunningDay,
  staffingOf: StaffingOf,
  peopleOf: (series: SeriesName) => People,
): StaffedSeries {
  const name = { queue: series.queue ?? '', channel: series.channel ?? '' };
  const staffing = staffingOf(name);
  const people = staffing === null ? null : peopleOf(name);
  const intervals = day.intervals.map(({ from, to }, i): StaffedInterval => {
    const contacts = contactsOf(series, i);
    const scheduled = people?.scheduled?.[i] ?? null;
    const present = people?.present[i] ?? null;
    const common = { from, to, contacts, scheduled, present, expected: null, missing: 0 };
    if (staffing === null || contacts === null) return { ...common, required: null };
    if (contacts === 0 || (contacts < NOBODY && !staffing.isOpen(from, to)))
      return { ...common, required: 0 };
    const ahtMs = staffing.ahtMs ?? series.today.aht[i] ?? 0;
    if (ahtMs <= 0) return { ...common, required: null };
    const load = { calls: contacts, ahtMs, intervalMs: to - from };
    const required = staffing.required(load);
    const agents = from <= day.now ? present : scheduled;
    if (to <= day.now || agents === null) return { ...common, required };
    const { terms } = staffing;
    return {
      ...common,
      required,
      expected: expectedServiceLevel(load, agents, terms),
      missing: agentsMissing(load, agents, terms),
    };
  });
  return { ...name, terms: staffing?.terms ?? null, intervals };
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
