import type { StatusChange } from '../measure/status.ts';
import type { PinnedCalendar } from './calendars.ts';
import { type Clock, run } from './clock.ts';
import type { SlaMetric } from './policy.ts';
import { promisedIn, type Terms } from './terms.ts';

/** The statuses in which a metric's clock runs. Metrics that are not named never pause. */
const RUNS_IN: { readonly [metric in SlaMetric]?: readonly string[] } = {
  pausable_update: ['new', 'open', 'on_hold', 'solved', 'closed'],
  requester_wait: ['new', 'open', 'on_hold'],
  agent_work: ['new', 'open'],
};

/** The clock that a metric's targets are held against: the targets' calendars, else the queue's. */
export function targetClock(
  metric: SlaMetric,
  terms: readonly Terms[],
  changes: readonly StatusChange[],
  beginAt: number,
): Clock {
  const calendarIn = (each: Terms) => {
    const promised = promisedIn(each, metric);
    return promised === null ? each.calendar : promised.calendar;
  };
  return clockOf(RUNS_IN[metric], terms, changes, beginAt, calendarIn);
}

/** The clock of business time: the hours of the queues that the conversation was in. */
export function businessClock(
  metric: SlaMetric | null,
  terms: readonly Terms[],
  changes: readonly StatusChange[],
  beginAt: number,
): Clock {
  const runsIn = metric === null ? undefined : RUNS_IN[metric];
  return clockOf(runsIn, terms, changes, beginAt, (each) => each.calendar);
}

function clockOf(
  runsIn: readonly string[] | undefined,
  terms: readonly Terms[],
  changes: readonly StatusChange[],
  beginAt: number,
  calendarIn: (terms: Terms) => PinnedCalendar | null,
): Clock {
  const clock: Clock = [];
  let next = 0;
  for (let i = 0; i < terms.length; i++) {
    const calendar = calendarIn(terms[i]!);
    const to = terms[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    let from = i === 0 ? beginAt : Math.max(beginAt, terms[i]!.from);
    if (runsIn === undefined) {
      run(clock, from, to, calendar);
      continue;
    }
    while (from < to) {
      while (next + 1 < changes.length && changes[next + 1]!.at <= from) next++;
      const until = Math.min(to, changes[next + 1]?.at ?? Number.POSITIVE_INFINITY);
      if (runsIn.includes(changes[next]!.status)) run(clock, from, until, calendar);
      from = until;
    }
  }
  return clock;
}
