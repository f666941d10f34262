import { countedUntil, elapsedUntil } from '../sla/clock.ts';
import { businessClock } from '../sla/status-clock.ts';
import { endFact, type Fact, factOf } from './fact.ts';
import { isAgentMessage } from './messages.ts';
import { cycleOf, type Sheet } from './sheet.ts';
import { isUnsolved } from './status.ts';
import { isAwaited, type Subject } from './subject.ts';

/** The same waits twice: with the clock running on, and with one that stops while the customer is waited for. */
const METRICS = ['periodic_update', 'pausable_update'] as const;

/** The wait for the next update, while the events are read. */
export interface AwaitedUpdate {
  since: number | null;
  cycle: number;
  lastMessageAt: number | null;
  unsolved: boolean;
  nextChange: number;
}

export function noUpdateAwaited(): AwaitedUpdate {
  return { since: null, cycle: 0, lastMessageAt: null, unsolved: true, nextChange: 0 };
}

/**
 * Periodic and pausable updates: the times between an agent's public messages while the conversation is
 * unsolved; the pausable ones stop while it is `pending`.
 *
 * The first counts from the first such message, and again after a reopening. Where an agent opened the
 * conversation, nobody waits for an update before the customer has written. An update that was never given
 * because the conversation was solved is no fact; what was promised may be broken. As with responses, messages
 * of an instant come before the change of status. Chats and calls have none: there, one message follows the
 * other in seconds.
 */
export function updates(subject: Subject, sheet: Sheet, waiting: AwaitedUpdate): void {
  if (!areGiven(subject)) return;
  const { timeline, moments } = subject;
  const pausable: Fact[] = [];
  for (let i = 0; i < timeline.events.length; i++) {
    const event = timeline.events[i]!;
    const at = event.occurredAt;
    if (!isAgentMessage(event) || !isAwaited(subject, at)) continue;
    passChanges(waiting, at, subject, sheet);
    if (waiting.since !== null) {
      for (const metric of METRICS) {
        const fact = endFact(
          factOf(metric, waiting.since, waiting.cycle, moments[i]!, event.actorId),
          at,
          'done',
        );
        (metric === 'pausable_update' ? pausable : sheet.spans).push(fact);
        sheet.cycles.push(cycleOf(metric, waiting.cycle, waiting.since, fact.endedAt, true, fact));
      }
      waiting.cycle++;
    }
    waiting.lastMessageAt = at;
    waiting.since = waiting.unsolved ? at : null;
  }
  stopWhilePending(pausable, subject, sheet);
}

/** The wait that runs now. */
export function updatesNow(subject: Subject, sheet: Sheet, waiting: AwaitedUpdate): void {
  if (!areGiven(subject)) return;
  passChanges(waiting, Number.POSITIVE_INFINITY, subject, sheet);
  if (waiting.since === null) return;
  for (const metric of METRICS) {
    sheet.spans.push(factOf(metric, waiting.since, waiting.cycle, subject.now));
    sheet.cycles.push(cycleOf(metric, waiting.cycle, waiting.since, null, false, subject.now));
  }
}

function areGiven({ timeline: { stream, channel } }: Subject): boolean {
  return stream === 'tickets' || (stream === 'chats' && channel !== 'chat' && channel !== 'voice');
}

/** Takes note of the changes of status before an instant: nobody waits for an update of what is solved. */
function passChanges(waiting: AwaitedUpdate, until: number, { status }: Subject, { cycles }: Sheet): void {
  const { changes } = status;
  for (
    ;
    waiting.nextChange < changes.length && changes[waiting.nextChange]!.at < until;
    waiting.nextChange++
  ) {
    const { at, dimensions, status: to } = changes[waiting.nextChange]!;
    const { since } = waiting;
    waiting.unsolved = isUnsolved(to);
    if (waiting.unsolved) {
      // The message that reopened it.
      if (waiting.lastMessageAt === at) waiting.since ??= at;
      continue;
    }
    waiting.since = null;
    if (since === null || since >= at) continue;
    for (const metric of METRICS) cycles.push(cycleOf(metric, waiting.cycle, since, at, false, dimensions));
    waiting.cycle++;
  }
}

function stopWhilePending(facts: readonly Fact[], { clocks }: Subject, { sums }: Sheet): void {
  if (facts.length === 0) return;
  const clock = businessClock(clocks, 'pausable_update');
  for (const fact of facts) {
    fact.valueMs = elapsedUntil(clock, fact.endedAt!) - elapsedUntil(clock, fact.at);
    fact.businessMs = countedUntil(clock, fact.endedAt!) - countedUntil(clock, fact.at);
    sums.push(fact);
  }
}
