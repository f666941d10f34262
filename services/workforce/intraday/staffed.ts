import type { Workload } from '../../domain/erlang/workload.ts';
import { agentsMissing, isMissed, stretchesOf } from '../../domain/intraday/mend.ts';
import { expectedServiceLevel, type StaffingTerms } from '../../domain/intraday/service-level.ts';
import type { People } from './people.ts';
import type { RunningDay } from './running-day.ts';
import { contactsOf, type RunningSeries } from './series.ts';
import type { IntradayStaffing } from './staffing-port.ts';

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

/** Puts the people that a queue and channel needs beside those it has. */
export function staffedSeries(
  series: RunningSeries,
  day: RunningDay,
  staffing: IntradayStaffing,
  peopleOf: (series: { queue: string; channel: string }) => People,
): StaffedSeries {
  const name = { queue: series.queue ?? '', channel: series.channel ?? '' };
  const terms = staffing.termsOf(name);
  const people = terms === null ? null : peopleOf(name);
  const intervals = day.intervals.map(({ from, to }, i): StaffedInterval => {
    const contacts = contactsOf(series, i);
    const scheduled = people?.scheduled?.[i] ?? null;
    const present = people?.present[i] ?? null;
    const load = loadOf(contacts, series.today.aht[i] ?? null, to - from);
    const agents = from <= day.now ? present : scheduled;
    const isAhead = to > day.now && terms !== null && load !== null && agents !== null;
    return {
      from,
      to,
      contacts,
      required: terms === null || load === null ? null : load.calls > 0 ? staffing.required(load, terms) : 0,
      scheduled,
      present,
      expected: isAhead ? expectedServiceLevel(load, agents, terms) : null,
      missing: isAhead ? agentsMissing(load, agents, terms) : 0,
    };
  });
  return { ...name, terms, intervals };
}

function loadOf(contacts: number | null, ahtMs: number | null, intervalMs: number): Workload | null {
  return contacts === null || ahtMs === null || !(ahtMs > 0) ? null : { calls: contacts, ahtMs, intervalMs };
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
