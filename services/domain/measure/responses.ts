import type { Timeline } from '../timeline/timeline.ts';
import { type Dimensions, endFact, type Fact, factOf } from './fact.ts';
import { isUnsolved, type StatusChange } from './status.ts';

/**
 * First response, next responses and time to first assignment, in calendar time.
 *
 * - Bots and internal notes fulfil nothing.
 * - The first response counts from creation; where an agent opened the conversation, from the customer's first
 *   message.
 * - A next response counts from the oldest customer message that no agent has answered. Messages before the
 *   first response are answered by it. Solving without a reply ends the wait: nothing is owed until the
 *   customer writes again.
 * - A span that still runs is a fact with state `open`.
 */
export function responses(
  timeline: Timeline,
  moments: readonly Dimensions[],
  changes: readonly StatusChange[],
): Fact[] {
  const facts: Fact[] = [];
  const first = firstResponse(timeline, moments, changes, facts);
  nextResponses(timeline, moments, changes, first, facts);
  firstAssignment(timeline, moments, changes, facts);
  return facts;
}

function firstResponse(
  timeline: Timeline,
  moments: readonly Dimensions[],
  changes: readonly StatusChange[],
  facts: Fact[],
): number | null {
  const { events } = timeline;
  let from = openedByAgent(timeline) ? null : { at: timeline.openedAt, index: 0 };
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    if (event.body.type !== 'message' || !event.body.public) continue;
    if (event.actorKind === 'customer') from ??= { at: event.occurredAt, index: i };
    if (event.actorKind !== 'agent' || from === null) continue;
    const fact = factOf('first_response', from.at, 0, { ...moments[i]!, agent: event.actorId });
    facts.push(endFact(fact, event.occurredAt, 'done'));
    return i;
  }
  const expectsReply =
    timeline.stream === 'tickets' || timeline.channel === 'chat' || timeline.channel === 'messaging';
  if (from !== null && expectsReply && stillUnsolved(changes)) {
    facts.push(factOf('first_response', from.at, 0, moments[events.length - 1]!));
  }
  return null;
}

function nextResponses(
  timeline: Timeline,
  moments: readonly Dimensions[],
  changes: readonly StatusChange[],
  firstResponseIndex: number | null,
  facts: Fact[],
): void {
  if (firstResponseIndex === null) return;
  let seq = 0;
  let owed: number | null = null;
  let nextChange = 0;
  for (let i = firstResponseIndex + 1; i < timeline.events.length; i++) {
    const event = timeline.events[i]!;
    while (nextChange < changes.length && changes[nextChange]!.index <= i) {
      const change = changes[nextChange++]!;
      if (change.index > firstResponseIndex && !isUnsolved(change.status)) owed = null;
    }
    if (event.body.type !== 'message' || !event.body.public) continue;
    if (event.actorKind === 'customer') owed ??= event.occurredAt;
    else if (event.actorKind === 'agent' && owed !== null) {
      const fact = factOf('next_response', owed, seq++, { ...moments[i]!, agent: event.actorId });
      facts.push(endFact(fact, event.occurredAt, 'done'));
      owed = null;
    }
  }
  if (owed !== null) facts.push(factOf('next_response', owed, seq, moments[timeline.events.length - 1]!));
}

function firstAssignment(
  timeline: Timeline,
  moments: readonly Dimensions[],
  changes: readonly StatusChange[],
  facts: Fact[],
): void {
  if (timeline.stream !== 'tickets') return;
  for (let i = 0; i < timeline.events.length; i++) {
    const event = timeline.events[i]!;
    if (event.body.type !== 'assigned' || !event.body.agent_id) continue;
    const fact = factOf('assignment', timeline.openedAt, 0, moments[i]!);
    facts.push(endFact(fact, event.occurredAt, 'done'));
    return;
  }
  if (stillUnsolved(changes)) {
    facts.push(factOf('assignment', timeline.openedAt, 0, moments[timeline.events.length - 1]!));
  }
}

function openedByAgent(timeline: Timeline): boolean {
  const opening = timeline.events.find((e) => e.body.type === 'created' || e.body.type === 'started');
  return opening?.actorKind === 'agent';
}

function stillUnsolved(changes: readonly StatusChange[]): boolean {
  const last = changes.at(-1);
  return last !== undefined && isUnsolved(last.status);
}
