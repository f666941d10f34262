import { type Fact, factOf } from '../measure/fact.ts';
import { type Cycle, cycleOf } from '../measure/sheet.ts';
import type { Subject } from '../measure/subject.ts';
import { addCounted, countedFrom } from './calendars.ts';
import { type Clock, countedUntil, elapsedUntil, instantOf, lastStart } from './clock.ts';
import { SLA_METRICS, type SlaMetric } from './policy.ts';
import { notePromises, type Promised, promisesOn } from './promises.ts';
import { type Clocks, type MetricTargets, targetClock } from './status-clock.ts';
import { termsAtEnd } from './terms.ts';

/**
 * The `at` of targets that are due at no time: paused ones, and those whose calendar does not open often enough.
 * It lies after all others, so a range of due times never meets it, and in a partition of its own.
 */
export const NOT_DUE = Date.UTC(2200, 0, 1);

/** Metrics that fit into one cycle number's share of `seq`. */
const METRICS_PER_CYCLE = 16;

/** The `seq` of a target: two metrics may be due at the same instant in the same cycle. */
export function targetSeq(metric: SlaMetric, cycle: number): number {
  return cycle * METRICS_PER_CYCLE + SLA_METRICS.indexOf(metric);
}

/**
 * The targets of a conversation, a fact for each cycle of each metric that was promised something.
 *
 * `at` is the due time: the instant at which the budget runs out. It is counted from the metric's original
 * start, each piece of time in the hours then in force, by the budget of the terms at the cycle's end or, while
 * it runs, of now. So a new priority or policy sets the target anew, time already spent stays spent, and a
 * budget that shrinks below it was due in the past. Of a target that ended before it was due, `at` is when it
 * would have been.
 *
 * - `active`: running; breached by now if `at` has passed, even where the status would pause it: nothing is
 *   left to pause. `valueMs` and `businessMs` are what was spent when the clock last began to run, 0 where it never
 *   stood still: from then on, what is left can be told from `at`.
 * - `paused`: `at` is `NOT_DUE`; `valueMs` and `businessMs` are what is spent, `targetMs - businessMs` is left.
 * - `met`: fulfilled at the due time or before. `breached`: after it; `endedAt - at` is how late on the clock,
 *   `businessMs - targetMs` how late in counted time (0 where only closed hours lay between).
 * - Ended without being fulfilled, because the conversation was solved without a reply, closed, merged or
 *   deleted, the customer left the queue or the policy no longer matches: `cancelled` if it was not yet due,
 *   `breached` if it was; what was missed stays missed.
 */
export function slaTargets(cycles: readonly Cycle[], subject: Subject): Fact[] {
  const { course, clocks } = subject;
  const facts: Fact[] = [];
  if (!course.hasPolicy) return facts;
  for (const cycle of cycles) {
    if (!cycle.fulfilled && cycle.endAt !== null && cycle.endAt <= cycle.from) continue;
    const targets = targetsOn(cycle.metric, clocks);
    if (targets.promises.last < 0) continue;
    const fact = targetOf(cycle, targets, subject);
    if (fact !== null) facts.push(fact);
  }
  return facts;
}

/** Takes note of all that is promised, and lets the clocks run that it is held against. */
export function runTargets(clocks: Clocks): void {
  for (const metric of SLA_METRICS) {
    const targets = targetsOn(metric, clocks);
    if (targets.promises.last >= 0) targetClock(clocks, metric, targets);
  }
}

function targetsOn(metric: SlaMetric, clocks: Clocks): MetricTargets {
  const { targets, terms } = clocks;
  const place = SLA_METRICS.indexOf(metric);
  const known = targets[place];
  if (known === undefined) {
    const made = { promises: promisesOn(metric, terms), clock: null };
    targets[place] = made;
    return made;
  }
  if (known.promises.under.length < terms.length) notePromises(known.promises, metric, terms);
  return known;
}

/** The target by what was promised at a cycle's end; if nothing any more, it ended when the last promise did. */
function targetOf(cycle: Cycle, targets: MetricTargets, { course: { terms }, clocks }: Subject): Fact | null {
  const { promises } = targets;
  const clock = targetClock(clocks, cycle.metric, targets);
  const { metric, number, from } = cycle;
  const place = termsAtEnd(terms, from, cycle.endAt ?? Number.POSITIVE_INFINITY);
  const promised = promises.under[place]!;
  if (promised !== null) return targetFact(cycle, promised, clock);
  const last = promises.lastPlace[place]!;
  const lost = terms[last + 1]!;
  if (last < 0 || lost.from <= from) return null;
  return targetFact(
    cycleOf(metric, number, from, lost.from, false, lost.dimensions),
    promises.under[last]!,
    clock,
  );
}

function targetFact(cycle: Cycle, { policy, budgetMs, calendar }: Promised, clock: Clock): Fact {
  const { metric, from, endAt } = cycle;
  const fact = factOf('sla_target', 0, targetSeq(metric, cycle.number), cycle.dimensions);
  fact.label = metric;
  fact.policy = policy;
  fact.beganAt = from;
  fact.targetMs = budgetMs;
  const countedBefore = countedUntil(clock, from);
  if (endAt !== null) {
    fact.valueMs = elapsedUntil(clock, endAt) - elapsedUntil(clock, from);
    fact.businessMs = countedUntil(clock, endAt) - countedBefore;
    fact.endedAt = endAt;
    const leftMs = budgetMs - fact.businessMs;
    const due =
      leftMs > 0
        ? addCounted(countedFrom(calendar, endAt), endAt, leftMs)
        : instantOf(clock, countedBefore + budgetMs)!;
    fact.state = endAt > due ? 'breached' : cycle.fulfilled ? 'met' : 'cancelled';
    fact.at = Math.min(due, NOT_DUE);
    return fact;
  }
  const due = instantOf(clock, countedBefore + budgetMs);
  fact.at = Math.min(due ?? NOT_DUE, NOT_DUE);
  fact.state = due === null ? 'paused' : 'active';
  const spentUntil = due === null ? Number.POSITIVE_INFINITY : lastStart(clock, due);
  if (spentUntil > from) {
    fact.valueMs = elapsedUntil(clock, spentUntil) - elapsedUntil(clock, from);
    fact.businessMs = countedUntil(clock, spentUntil) - countedBefore;
  }
  return fact;
}
