import { cycleOf } from '../sla/cycle.ts';
import type { TimelineEvent } from '../timeline/timeline.ts';
import { endFact, factOf } from './fact.ts';
import type { Sheet } from './sheet.ts';
import { isUnsolved } from './status.ts';
import { type Subject, type Unfulfilled, unanswered } from './subject.ts';

/**
 * First response, next responses and time to first assignment.
 *
 * - Bots and internal notes fulfil nothing.
 * - The first response counts from creation; where an agent opened the conversation, from the customer's first
 *   message.
 * - A next response counts from the oldest customer message that no agent has answered. Messages before the
 *   first response are answered by it. Solving without a reply ends the wait: nothing is owed until the
 *   customer writes again. A message of the same instant comes before the change of status: agents write and
 *   solve, customers write and reopen, with one click.
 * - A span that still runs is a fact with state `open`. `seq` of a next response is its cycle: waits that were
 *   given up count too.
 */
export function responses(subject: Subject, sheet: Sheet): void {
  if (expectsReplies(subject)) {
    const answeredBy = firstResponse(subject, sheet);
    if (answeredBy !== null) nextResponses(subject, answeredBy + 1, sheet);
  }
  firstAssignment(subject, sheet);
}

export function isAgentMessage({ actorKind, body }: TimelineEvent): boolean {
  return actorKind === 'agent' && body.type === 'message' && body.public;
}

export function isCustomerMessage({ actorKind, body }: TimelineEvent): boolean {
  return actorKind === 'customer' && body.type === 'message' && body.public;
}

/** Calls are answered, not replied to. */
function expectsReplies({ timeline: { stream, channel } }: Subject): boolean {
  return stream === 'tickets' || (stream === 'chats' && channel !== 'voice');
}

/** @returns the place of the first response, null without one */
function firstResponse(subject: Subject, sheet: Sheet): number | null {
  const { timeline, moments } = subject;
  const { events } = timeline;
  let from = openedByAgent(events) ? null : timeline.openedAt;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    if (isCustomerMessage(event)) from ??= event.occurredAt;
    if (from === null || !isAgentMessage(event)) continue;
    const fact = factOf('first_response', from, 0, moments[i]!, event.actorId);
    sheet.spans.push(endFact(fact, event.occurredAt, 'done'));
    sheet.cycles.push(cycleOf('first_response', 0, from, fact.endedAt, true, fact));
    return i;
  }
  const wait = from === null ? null : unanswered(subject, from);
  if (wait !== null) unfulfilled('first_response', from!, 0, wait, sheet);
  return null;
}

function nextResponses(subject: Subject, firstIndex: number, sheet: Sheet): void {
  const { moments, status } = subject;
  const { events } = subject.timeline;
  const { changes } = status;
  let cycle = 0;
  let owedSince: number | null = null;
  let nextChange = 0;
  for (let i = firstIndex; i < events.length; i++) {
    const event = events[i]!;
    for (; nextChange < changes.length && changes[nextChange]!.at < event.occurredAt; nextChange++) {
      const { at, index, status: to } = changes[nextChange]!;
      if (owedSince === null || isUnsolved(to)) continue;
      const wait = { until: at, moment: moments[index]! };
      if (at > owedSince) unfulfilled('next_response', owedSince, cycle++, wait, sheet);
      owedSince = null;
    }
    if (isCustomerMessage(event)) owedSince ??= event.occurredAt;
    else if (isAgentMessage(event) && owedSince !== null) {
      const fact = factOf('next_response', owedSince, cycle++, moments[i]!, event.actorId);
      sheet.spans.push(endFact(fact, event.occurredAt, 'done'));
      sheet.cycles.push(cycleOf('next_response', fact.seq, owedSince, fact.endedAt, true, fact));
      owedSince = null;
    }
  }
  const wait = owedSince === null ? null : unanswered(subject, owedSince);
  if (wait !== null) unfulfilled('next_response', owedSince!, cycle, wait, sheet);
}

/** A wait that still runs is an open fact; one that was given up is none, but what was promised may be broken. */
function unfulfilled(
  metric: 'first_response' | 'next_response',
  from: number,
  number: number,
  { until, moment }: Unfulfilled,
  sheet: Sheet,
): void {
  sheet.cycles.push(cycleOf(metric, number, from, until, false, moment));
  if (until === null) sheet.spans.push(factOf(metric, from, number, moment));
}

function firstAssignment({ timeline, moments, now, endedAt }: Subject, sheet: Sheet): void {
  if (timeline.stream !== 'tickets') return;
  const index = timeline.events.findIndex(({ body }) => body.type === 'assigned' && body.agent_id);
  if (index >= 0) {
    const fact = factOf('assignment', timeline.openedAt, 0, moments[index]!);
    sheet.spans.push(endFact(fact, timeline.events[index]!.occurredAt, 'done'));
  } else if (endedAt === null) sheet.spans.push(factOf('assignment', timeline.openedAt, 0, now));
}

function openedByAgent(events: readonly TimelineEvent[]): boolean {
  const opening = events.find(({ body }) => body.type === 'created' || body.type === 'started');
  return opening?.actorKind === 'agent';
}
