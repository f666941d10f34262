import { countedUntil, elapsedUntil } from '../sla/clock.ts';
import { fulfilledCycle, unfulfilledCycle } from '../sla/cycle.ts';
import { businessClock } from '../sla/status-clock.ts';
import { endFact, type Fact, factOf } from './fact.ts';
import { isAgentMessage } from './responses.ts';
import type { Sheet } from './sheet.ts';
import { isUnsolved } from './status.ts';
import type { Subject, Unfulfilled } from './subject.ts';

/**
 * Periodic and pausable updates: the times between an agent's public messages while the conversation is
 * unsolved; the pausable ones stop while the customer is waited for (`pending`).
 *
 * The first counts from the first such message, and again after a reopening. An update that was never given
 * because the conversation was solved is no fact; what was promised may be broken. As with responses, messages
 * of an instant come before the change of status. Chats and calls have none: there, one message follows the
 * other in seconds.
 */
export function updates(subject: Subject, sheet: Sheet): void {
  if (!areGiven(subject)) return;
  const { timeline, moments, status, now } = subject;
  const { changes } = status;
  const pausable: Fact[] = [];
  let cycle = 0;
  let since: number | null = null;
  let lastMessageAt: number | null = null;
  let nextChange = 0;
  let unsolved = true;

  const pass = (until: number) => {
    for (; nextChange < changes.length && changes[nextChange]!.at < until; nextChange++) {
      const { at, index, status: to } = changes[nextChange]!;
      unsolved = isUnsolved(to);
      if (unsolved && lastMessageAt === at) since ??= at;
      if (unsolved || since === null) continue;
      if (at > since) notGiven(since, cycle++, { until: at, moment: moments[index]! }, sheet);
      since = null;
    }
  };
  for (let i = 0; i < timeline.events.length; i++) {
    const event = timeline.events[i]!;
    if (!isAgentMessage(event)) continue;
    const at = event.occurredAt;
    pass(at);
    if (since !== null) {
      const periodic = factOf('periodic_update', since, cycle, moments[i]!, event.actorId);
      sheet.spans.push(endFact(periodic, at, 'done'));
      sheet.cycles.push(fulfilledCycle('periodic_update', periodic));
      const paused = endFact({ ...periodic, fact: 'pausable_update' }, at, 'done');
      pausable.push(paused);
      sheet.cycles.push(fulfilledCycle('pausable_update', paused));
      cycle++;
    }
    lastMessageAt = at;
    since = unsolved ? at : null;
  }
  pass(Number.POSITIVE_INFINITY);
  if (since !== null) notGiven(since, cycle, { until: null, moment: now }, sheet);
  stopWhilePending(pausable, subject);
  sheet.sums.push(...pausable);
}

function areGiven({ timeline: { stream, channel } }: Subject): boolean {
  return stream === 'tickets' || (stream === 'chats' && channel !== 'chat' && channel !== 'voice');
}

function notGiven(from: number, number: number, { until, moment }: Unfulfilled, { spans, cycles }: Sheet): void {
  for (const metric of ['periodic_update', 'pausable_update'] as const) {
    cycles.push(unfulfilledCycle(metric, number, from, until, moment));
    if (until === null) spans.push(factOf(metric, from, number, moment));
  }
}

function stopWhilePending(facts: readonly Fact[], { terms, status, timeline }: Subject): void {
  if (facts.length === 0) return;
  const clock = businessClock('pausable_update', terms, status.changes, timeline.openedAt);
  for (const fact of facts) {
    fact.valueMs = elapsedUntil(clock, fact.endedAt!) - elapsedUntil(clock, fact.at);
    fact.businessMs = countedUntil(clock, fact.endedAt!) - countedUntil(clock, fact.at);
  }
}
