import { countedUntil } from '../sla/clock.ts';
import { businessClock } from '../sla/status-clock.ts';
import { slaTargets } from '../sla/targets.ts';
import { type Told, tellEarlier } from './earlier.ts';
import type { Fact } from './fact.ts';
import { queueWaits } from './queue-spells.ts';
import type { Sheet } from './sheet.ts';
import type { Subject } from './subject.ts';

/**
 * The facts that a sheet comes to: with their business time, the targets, and what each has in common with others.
 *
 * @param told see `tellEarlier`
 */
export function factsOn(sheet: Sheet, subject: Subject, told: Told | null): Fact[] {
  takeBusinessTime(sheet.spans, subject);
  const facts = sheet.spans;
  for (const fact of sheet.sums) facts.push(fact);
  for (const cycles of [queueWaits(sheet), sheet.cycles])
    for (const fact of slaTargets(cycles, subject)) facts.push(fact);
  const { customerId } = subject.outset;
  for (const fact of facts) fact.customerId = customerId;
  tellEarlier(facts, told);
  return facts;
}

/** Business time is counted by the hours of the queue that the conversation was in, queue by queue. */
function takeBusinessTime(spans: readonly Fact[], { course, clocks }: Subject): void {
  if (!course.hasCalendar) {
    for (const fact of spans) {
      fact.businessMs = fact.valueMs;
      fact.botBusinessMs = fact.botMs;
    }
    return;
  }
  const clock = businessClock(clocks, null);
  for (const fact of spans) {
    if (fact.endedAt === null || fact.valueMs === 0) continue;
    const before = countedUntil(clock, fact.at);
    fact.businessMs = countedUntil(clock, fact.endedAt) - before;
    if (fact.botMs > 0) fact.botBusinessMs = countedUntil(clock, fact.at + fact.botMs) - before;
  }
}
