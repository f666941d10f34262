import { type Fact, factOf } from '../measure/fact.ts';
import type { Moment } from '../measure/moments.ts';
import type { Subject } from '../measure/subject.ts';
import { addCounted, type Clock, countedUntil, elapsedUntil, instantOf } from './clock.ts';
import type { Cycle } from './cycle.ts';
import { SLA_METRICS, type SlaMetric } from './policy.ts';
import { targetClock } from './status-clock.ts';
import { type Promised, promisedIn, type Terms, termsAtEnd } from './terms.ts';

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
 *   left to pause.
 * - `paused`: `at` is `NOT_DUE`; `valueMs` and `businessMs` are what is spent, `targetMs - businessMs` is left.
 * - `met`: fulfilled at the due time or before. `breached`: after it; `endedAt - at` is how late on the clock,
 *   `businessMs - targetMs` how late in counted time (0 where only closed hours lay between).
 * - Ended without being fulfilled, because the conversation was solved without a reply, closed, merged or
 *   deleted, the customer left the queue or the policy no longer matches: `cancelled` if it was not yet due,
 *   `breached` if it was; what was missed stays missed.
 */
export function slaTargets(cycles: readonly Cycle[], subject: Subject): Fact[] {
  const { terms, moments, status, beginAt } = subject;
  const facts: Fact[] = [];
  if (terms.every((each) => each.policy === null)) return facts;
  const clocks = new Map<SlaMetric, Clock>();
  for (const cycle of cycles) {
    if (!cycle.fulfilled && cycle.endAt !== null && cycle.endAt <= cycle.from) continue;
    const promise = promiseTo(cycle, terms, moments);
    if (promise === null) continue;
    let clock = clocks.get(cycle.metric);
    if (clock === undefined) {
      clock = targetClock(cycle.metric, terms, status.changes, beginAt);
      clocks.set(cycle.metric, clock);
    }
    facts.push(targetFact(promise.cycle, promise.promised, clock, promise.policy));
  }
  return facts;
}

/** What a cycle was promised at its end; if nothing any more, it ended when the last promise did. */
function promiseTo(
  cycle: Cycle,
  terms: readonly Terms[],
  moments: readonly Moment[],
): { cycle: Cycle; promised: Promised; policy: string } | null {
  const endAt = cycle.endAt ?? Number.POSITIVE_INFINITY;
  let place = termsAtEnd(terms, cycle.from, endAt);
  const promised = promisedIn(terms[place]!, cycle.metric);
  if (promised !== null) return { cycle, promised, policy: terms[place]!.policy!.id };
  for (; place > 0 && terms[place]!.from > cycle.from; place--) {
    const before = promisedIn(terms[place - 1]!, cycle.metric);
    if (before === null) continue;
    const { from, index } = terms[place]!;
    const dimensions = moments[index]!;
    const cancelled = { ...cycle, endAt: from, fulfilled: false, dimensions, agent: dimensions.agent };
    return { cycle: cancelled, promised: before, policy: terms[place - 1]!.policy!.id };
  }
  return null;
}

function targetFact(cycle: Cycle, { budgetMs, calendar }: Promised, clock: Clock, policy: string): Fact {
  const { metric, from, endAt } = cycle;
  const fact = factOf('sla_target', 0, targetSeq(metric, cycle.number), cycle.dimensions, cycle.agent);
  fact.label = metric;
  fact.policy = policy;
  fact.beganAt = from;
  fact.targetMs = budgetMs;
  const countedBefore = countedUntil(clock, from);
  const spentAt = instantOf(clock, countedBefore + budgetMs);
  if (endAt !== null) {
    fact.valueMs = elapsedUntil(clock, endAt) - elapsedUntil(clock, from);
    fact.businessMs = countedUntil(clock, endAt) - countedBefore;
    fact.endedAt = endAt;
    const due =
      spentAt !== null && spentAt <= endAt ? spentAt : addCounted(calendar, endAt, budgetMs - fact.businessMs);
    fact.state = endAt > due ? 'breached' : cycle.fulfilled ? 'met' : 'cancelled';
    fact.at = Math.min(due, NOT_DUE);
  } else if (spentAt !== null) {
    fact.state = 'active';
    fact.at = Math.min(spentAt, NOT_DUE);
  } else {
    fact.state = 'paused';
    fact.at = NOT_DUE;
    fact.valueMs = elapsedUntil(clock, Number.POSITIVE_INFINITY) - elapsedUntil(clock, from);
    fact.businessMs = countedUntil(clock, Number.POSITIVE_INFINITY) - countedBefore;
  }
  return fact;
}
