import type { StatusChange } from '../measure/status.ts';
import type { Clock } from './clock.ts';
import { type GrowingClock, grow, newClock, standOf } from './growing-clock.ts';
import { SLA_METRICS, type SlaMetric } from './policy.ts';
import type { Promises } from './promises.ts';
import type { Terms } from './terms.ts';

/** The statuses in which a metric's clock runs. Metrics that are not named never pause. */
const RUNS_IN: { readonly [metric in SlaMetric]?: readonly string[] } = {
  pausable_update: ['new', 'open', 'on_hold', 'solved', 'closed'],
  requester_wait: ['new', 'open', 'on_hold'],
  agent_work: ['new', 'open'],
};

/** What a metric's targets are held against: what was promised, and a clock of their own where they need one. */
export interface MetricTargets {
  readonly promises: Promises;
  clock: GrowingClock | null;
}

/** The clocks of business time of one conversation, kept once they were asked for: most metrics share one. */
export interface Clocks {
  readonly terms: readonly Terms[];
  readonly changes: readonly StatusChange[];
  /** Where they begin; nothing that is measured lies before it. */
  readonly beginAt: number;
  /** Up to where they run, UTC ms: nothing that is measured lies behind it. */
  until: number;
  /** The one that never stops. */
  running: GrowingClock | null;
  readonly pausing: { [metric in SlaMetric]?: GrowingClock };
  /** By the place of the metric in `SLA_METRICS`. */
  readonly targets: (MetricTargets | undefined)[];
}

export function newClocks(
  terms: readonly Terms[],
  changes: readonly StatusChange[],
  beginAt: number,
): Clocks {
  const until = Number.POSITIVE_INFINITY;
  return {
    terms,
    changes,
    beginAt,
    until,
    running: null,
    pausing: {},
    targets: new Array(SLA_METRICS.length),
  };
}

/**
 * The clock of business time, by the hours of the queues that the conversation was in.
 *
 * @param metric whose pauses stop it; null: none
 */
export function businessClock(clocks: Clocks, metric: SlaMetric | null): Clock {
  const runsIn = metric === null ? undefined : RUNS_IN[metric];
  if (metric === null || runsIn === undefined) {
    clocks.running ??= newClock(clocks.beginAt);
    return grown(clocks.running, clocks, undefined, null);
  }
  clocks.pausing[metric] ??= newClock(clocks.beginAt);
  return grown(clocks.pausing[metric], clocks, runsIn, null);
}

/** The clock that a metric's targets are held against: by the targets' calendars, and the queue's in between. */
export function targetClock(clocks: Clocks, metric: SlaMetric, targets: MetricTargets): Clock {
  const { promises } = targets;
  if (promises.areOfTheQueue) return businessClock(clocks, metric);
  targets.clock ??= newClock(clocks.beginAt);
  return grown(targets.clock, clocks, RUNS_IN[metric], promises);
}

function grown(
  growing: GrowingClock,
  clocks: Clocks,
  runsIn: readonly string[] | undefined,
  promises: Promises | null,
): Clock {
  if (growing.until < clocks.until) grow(growing, clocks, runsIn, promises, clocks.until);
  return growing.clock;
}

/** Lets all clocks run that can be asked for without targets, so that a copy of them need not begin at the begin. */
export function runAll(clocks: Clocks): void {
  businessClock(clocks, null);
  for (const metric of Object.keys(RUNS_IN) as SlaMetric[]) businessClock(clocks, metric);
}

/** Clocks that run on to the end, on the same stretches: who made them sets these back, see `standOfClocks`. */
export function runningOn({ terms, changes, beginAt, running, pausing, targets }: Clocks): Clocks {
  const clocks = newClocks(terms, changes, beginAt);
  if (running !== null) clocks.running = { ...running };
  for (const [metric, growing] of Object.entries(pausing))
    clocks.pausing[metric as SlaMetric] = { ...growing };
  for (const [place, known] of targets.entries()) {
    if (known === undefined) continue;
    const { promises, clock } = known;
    clocks.targets[place] = { promises: { ...promises }, clock: clock === null ? null : { ...clock } };
  }
  return clocks;
}

/** How clocks stood, to be set back to. */
export function standOfClocks({ running, pausing, targets }: Clocks): () => void {
  const stands = [running, ...Object.values(pausing)].flatMap((one) => (one === null ? [] : [standOf(one)]));
  for (const known of targets) {
    if (known === undefined) continue;
    const { promises, clock } = known;
    const { length } = promises.under;
    if (clock !== null) stands.push(standOf(clock));
    stands.push(() => {
      promises.under.length = length;
      promises.lastPlace.length = length;
    });
  }
  return () => {
    for (const setBack of stands) setBack();
  };
}
