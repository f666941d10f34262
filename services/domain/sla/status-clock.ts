import type { StatusChange } from '../measure/status.ts';
import { type Clock, run } from './clock.ts';
import type { SlaMetric } from './policy.ts';
import type { Promises } from './promises.ts';
import type { Terms } from './terms.ts';

/** The statuses in which a metric's clock runs. Metrics that are not named never pause. */
const RUNS_IN: { readonly [metric in SlaMetric]?: readonly string[] } = {
  pausable_update: ['new', 'open', 'on_hold', 'solved', 'closed'],
  requester_wait: ['new', 'open', 'on_hold'],
  agent_work: ['new', 'open'],
};

/** The clock that a metric's targets are held against: by the targets' calendars, and the queue's in between. */
export function targetClock(
  metric: SlaMetric,
  promises: Promises,
  terms: readonly Terms[],
  changes: readonly StatusChange[],
  beginAt: number,
): Clock {
  return clockOf(RUNS_IN[metric], promises, terms, changes, beginAt);
}

/**
 * The clock of business time, by the hours of the queues that the conversation was in.
 *
 * @param metric whose pauses stop it; null: none
 */
export function businessClock(
  metric: SlaMetric | null,
  terms: readonly Terms[],
  changes: readonly StatusChange[],
  beginAt: number,
): Clock {
  return clockOf(metric === null ? undefined : RUNS_IN[metric], null, terms, changes, beginAt);
}

function clockOf(
  runsIn: readonly string[] | undefined,
  promises: Promises | null,
  terms: readonly Terms[],
  changes: readonly StatusChange[],
  beginAt: number,
): Clock {
  const clock: Clock = [];
  let next = 0;
  for (let i = 0; i < terms.length; i++) {
    const promised = promises?.under[i] ?? null;
    const calendar = promised === null ? terms[i]!.calendar : promised.calendar;
    const to = i + 1 < terms.length ? terms[i + 1]!.from : Number.POSITIVE_INFINITY;
    let from = i === 0 ? beginAt : Math.max(beginAt, terms[i]!.from);
    if (runsIn === undefined) {
      run(clock, from, to, calendar);
      continue;
    }
    while (from < to) {
      while (next + 1 < changes.length && changes[next + 1]!.at <= from) next++;
      const until = next + 1 < changes.length ? Math.min(to, changes[next + 1]!.at) : to;
      if (runsIn.includes(changes[next]!.status)) run(clock, from, until, calendar);
      from = until;
    }
  }
  return clock;
}
