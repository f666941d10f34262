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

/** The clocks of business time of one conversation, kept once they were asked for: most metrics share one. */
export interface Clocks {
  readonly terms: readonly Terms[];
  readonly changes: readonly StatusChange[];
  /** Where they begin; nothing that is measured lies before it. */
  readonly beginAt: number;
  /** The one that never stops. */
  running: Clock | null;
  readonly pausing: { [metric in SlaMetric]?: Clock };
}

export function clocksOf(terms: readonly Terms[], changes: readonly StatusChange[], beginAt: number): Clocks {
  return { terms, changes, beginAt, running: null, pausing: {} };
}

/**
 * The clock of business time, by the hours of the queues that the conversation was in.
 *
 * @param metric whose pauses stop it; null: none
 */
export function businessClock(clocks: Clocks, metric: SlaMetric | null): Clock {
  const runsIn = metric === null ? undefined : RUNS_IN[metric];
  if (metric === null || runsIn === undefined) {
    clocks.running ??= clockOf(undefined, null, clocks);
    return clocks.running;
  }
  clocks.pausing[metric] ??= clockOf(runsIn, null, clocks);
  return clocks.pausing[metric];
}

/** The clock that a metric's targets are held against: by the targets' calendars, and the queue's in between. */
export function targetClock(clocks: Clocks, metric: SlaMetric, promises: Promises): Clock {
  if (areOfTheQueue(promises, clocks.terms)) return businessClock(clocks, metric);
  return clockOf(RUNS_IN[metric], promises, clocks);
}

/** Whether the targets count by the hours of the queues themselves. */
function areOfTheQueue({ under }: Promises, terms: readonly Terms[]): boolean {
  for (let i = 0; i < terms.length; i++) {
    const promised = under[i]!;
    if (promised !== null && promised.calendar?.hash !== terms[i]!.calendar?.hash) return false;
  }
  return true;
}

function clockOf(
  runsIn: readonly string[] | undefined,
  promises: Promises | null,
  { terms, changes, beginAt }: Clocks,
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
