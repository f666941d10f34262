import { endFact, factOf } from './fact.ts';
import { type BotsPart, noteHandovers } from './handovers.ts';
import { isAgentMessage, isCustomerMessage } from './messages.ts';
import type { Outset } from './outset.ts';
import { cycleOf, type Sheet } from './sheet.ts';
import { isUnsolved, type StatusChange } from './status.ts';
import { isAwaited, type Subject } from './subject.ts';

/** The wait for a reply, while the events are read. */
export interface Owing extends BotsPart {
  metric: 'first_response' | 'next_response';
  /** Since when somebody waits; null: nobody does. */
  since: number | null;
  /** Of the metric's waits, how many there were before; those that were given up count too. */
  cycle: number;
  /** The wait for a first response that an agent ended by solving, while nobody has returned: he may go on himself. */
  solved: { since: number; by: StatusChange } | null;
  /** Whether an agent has written since it was last solved: then nobody waits, though it is opened again. */
  hasWritten: boolean;
  /** The place of the first change of status that was not looked at. */
  next: number;
  /** Whether it was ever assigned to an agent. */
  assigned: boolean;
}

export function nothingOwed({ openedAt }: { openedAt: number }, { openedByCompany }: Outset): Owing {
  return {
    metric: 'first_response',
    since: openedByCompany ? null : openedAt,
    cycle: 0,
    solved: null,
    hasWritten: false,
    // The first is the status at the opening: nothing has changed yet.
    next: 1,
    handovers: [],
    botHasIt: false,
    assigned: false,
  };
}

/** Without the hand-overs that no later reply can ask for. */
export function copyOfOwing(owing: Owing): Owing {
  const { since, solved, handovers } = owing;
  const from = Math.min(since ?? Number.POSITIVE_INFINITY, solved?.since ?? Number.POSITIVE_INFINITY);
  return { ...owing, handovers: handovers.filter((one) => one > from) };
}

/**
 * First response, next responses and time to first assignment.
 *
 * - Bots and internal notes fulfil nothing.
 * - The first response counts from creation; where an agent opened the conversation, from the customer's first
 *   message.
 * - A next response counts from the oldest customer message that no agent has answered. Messages before the
 *   first response are answered by it.
 * - Solving or closing without a reply ends the wait, whoever does it, a bot, an automation, the customer or an
 *   agent: there is no response then, and nothing is owed. A new wait begins when the customer writes again. While
 *   no agent has ever replied it also begins when the conversation is opened again without a message, or a chat
 *   queued again: somebody is waited for, and since then; unless an agent has written to what was solved. A message to what is closed counts if it is answered, or
 *   if the conversation is opened again.
 * - An agent who solves without ever having replied, and then writes or opens it again before anybody has come
 *   back, has taken the solution back: that wait for a first response runs on from its start. Otherwise two clicks
 *   would set the clock to zero.
 * - A message of an agent that nobody waited for is no response.
 * - A message of the same instant comes before the change of status: agents write and solve, customers write and
 *   reopen, with one click.
 * - A span that still runs is a fact with state `open`. `seq` is the wait's number: those that were given up count
 *   too.
 * - `botMs` is what lay before a bot handed over to people, see `noteHandovers`.
 * - First assignment counts from creation; where an agent opened the conversation, from the customer's first
 *   message, and who was assigned before that was waited for by nobody.
 */
export function responses(subject: Subject, sheet: Sheet, owing: Owing): void {
  if (expectsReplies(subject)) replies(subject, sheet, owing);
  firstAssignment(subject, sheet, owing);
}

/** The waits that run now. */
export function responsesNow(subject: Subject, sheet: Sheet, owing: Owing): void {
  if (expectsReplies(subject)) replyNow(subject, sheet, owing);
  const { timeline, now, endedAt, outset } = subject;
  if (timeline.stream !== 'tickets' || outset.awaitedSince === null) return;
  if (!owing.assigned && endedAt === null)
    sheet.spans.push(factOf('assignment', outset.awaitedSince, 0, now));
}

/** Calls are answered, not replied to. */
function expectsReplies({ timeline: { stream, channel } }: Subject): boolean {
  return stream === 'tickets' || (stream === 'chats' && channel !== 'voice');
}

function replies(subject: Subject, sheet: Sheet, owing: Owing): void {
  const { timeline } = subject;
  const { events } = timeline;
  noteHandovers(owing, timeline);
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    const at = event.occurredAt;
    passChanges(owing, at, subject, sheet);
    if (isCustomerMessage(event)) {
      giveUp(owing, sheet);
      owing.since ??= at;
    }
    if (isAgentMessage(event)) reply(owing, i, subject, sheet);
  }
}

function replyNow(subject: Subject, sheet: Sheet, owing: Owing): void {
  const { status, now } = subject;
  passChanges(owing, Number.POSITIVE_INFINITY, subject, sheet);
  giveUp(owing, sheet);
  // Who writes to what is closed is not waited for, unless it is opened again.
  if (owing.since === null || status.changes.at(-1)!.status === 'closed') return;
  sheet.spans.push(factOf(owing.metric, owing.since, owing.cycle, now));
  sheet.cycles.push(cycleOf(owing.metric, owing.cycle, owing.since, null, false, now));
}

/** An agent has written: whoever waited has been answered. */
function reply(owing: Owing, i: number, { timeline, moments }: Subject, { spans, cycles }: Sheet): void {
  const { occurredAt: at, actorId } = timeline.events[i]!;
  owing.hasWritten = true;
  takeBack(owing);
  const { metric, since, cycle } = owing;
  if (since === null) return;
  const fact = endFact(factOf(metric, since, cycle, moments[i]!, actorId), at, 'done');
  const handover = owing.handovers.find((one) => one > since && one <= at);
  if (handover !== undefined) fact.botMs = handover - since;
  spans.push(fact);
  cycles.push(cycleOf(metric, cycle, since, fact.endedAt, true, fact));
  owing.metric = 'next_response';
  owing.cycle = metric === 'next_response' ? cycle + 1 : 0;
  owing.since = null;
}

/** Takes note of the changes of status before an instant. */
function passChanges(owing: Owing, until: number, subject: Subject, sheet: Sheet): void {
  const { said } = subject.status;
  for (; owing.next < said.length && said[owing.next]!.at < until; owing.next++)
    passChange(owing, said[owing.next]!, subject, sheet);
}

/** Notes a change of status: a solution ends the wait, and a return may begin one. */
function passChange(owing: Owing, change: StatusChange, subject: Subject, sheet: Sheet): void {
  const { at, status, byAgent } = change;
  if (isUnsolved(status)) {
    if (owing.metric !== 'first_response' || !isAwaited(subject, at) || owing.hasWritten) return;
    if (byAgent) takeBack(owing);
    else giveUp(owing, sheet);
    owing.since ??= at;
    return;
  }
  owing.hasWritten = false;
  if (owing.since !== null) {
    owing.solved = { since: owing.since, by: change };
    owing.since = null;
    if (owing.metric !== 'first_response' || !byAgent) giveUp(owing, sheet);
  }
}

/** What was promised to somebody who waited until it was solved was not fulfilled. */
function giveUp(owing: Owing, { cycles }: Sheet): void {
  if (owing.solved === null) return;
  const { since, by } = owing.solved;
  owing.solved = null;
  if (by.at > since) cycles.push(cycleOf(owing.metric, owing.cycle++, since, by.at, false, by.dimensions));
}

/** It was not solved: the wait runs on. */
function takeBack(owing: Owing): void {
  if (owing.solved === null) return;
  owing.since = owing.solved.since;
  owing.solved = null;
}

function firstAssignment({ timeline, moments, outset }: Subject, sheet: Sheet, owing: Owing): void {
  const { awaitedSince } = outset;
  if (timeline.stream !== 'tickets' || awaitedSince === null || owing.assigned) return;
  const index = timeline.events.findIndex(({ body }) => body.type === 'assigned' && body.agent_id);
  if (index < 0) return;
  owing.assigned = true;
  const { occurredAt: at } = timeline.events[index]!;
  if (at < awaitedSince && awaitedSince > timeline.openedAt) return;
  sheet.spans.push(endFact(factOf('assignment', awaitedSince, 0, moments[index]!), at, 'done'));
}
