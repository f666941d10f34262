import { endFact, factOf } from './fact.ts';
import { handoversOf } from './handovers.ts';
import { isAgentMessage, isCustomerMessage } from './messages.ts';
import { cycleOf, type Sheet } from './sheet.ts';
import { inOrder, isUnsolved, type StatusChange } from './status.ts';
import { isAwaited, type Subject } from './subject.ts';

/** The wait for a reply, while the events are read. */
interface Owing {
  metric: 'first_response' | 'next_response';
  /** Since when somebody waits; null: nobody does. */
  since: number | null;
  /** Of the metric's waits, how many there were before; those that were given up count too. */
  cycle: number;
  /** The wait for a first response that an agent ended by solving, while nobody has returned: he may go on himself. */
  solved: { since: number; by: StatusChange } | null;
  /** Whether an agent has written since it was last solved: then nobody waits, though it is opened again. */
  hasWritten: boolean;
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
 * - `botMs` is what lay before a bot handed over to people, see `handoversOf`.
 * - First assignment counts from creation; where an agent opened the conversation, from the customer's first
 *   message, and who was assigned before that was waited for by nobody.
 */
export function responses(subject: Subject, sheet: Sheet): void {
  if (expectsReplies(subject)) replies(subject, sheet);
  firstAssignment(subject, sheet);
}

/** Calls are answered, not replied to. */
function expectsReplies({ timeline: { stream, channel } }: Subject): boolean {
  return stream === 'tickets' || (stream === 'chats' && channel !== 'voice');
}

function replies(subject: Subject, sheet: Sheet): void {
  const { timeline, status, now } = subject;
  const { events } = timeline;
  const handovers = handoversOf(timeline);
  // The first is the status at the opening: nothing has changed yet.
  const said = inOrder(status);
  let next = 1;
  const since = subject.openedByCompany ? null : timeline.openedAt;
  const owing: Owing = { metric: 'first_response', since, cycle: 0, solved: null, hasWritten: false };
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    const at = event.occurredAt;
    for (; next < said.length && said[next]!.at < at; next++) passChange(owing, said[next]!, subject, sheet);
    if (isCustomerMessage(event)) {
      giveUp(owing, subject, sheet);
      owing.since ??= at;
    }
    if (isAgentMessage(event)) reply(owing, i, handovers, subject, sheet);
  }
  for (; next < said.length; next++) passChange(owing, said[next]!, subject, sheet);
  giveUp(owing, subject, sheet);
  // Who writes to what is closed is not waited for, unless it is opened again.
  if (owing.since === null || status.changes.at(-1)!.status === 'closed') return;
  sheet.spans.push(factOf(owing.metric, owing.since, owing.cycle, now));
  sheet.cycles.push(cycleOf(owing.metric, owing.cycle, owing.since, null, false, now));
}

/** An agent has written: whoever waited has been answered. */
function reply(
  owing: Owing,
  i: number,
  handovers: readonly number[],
  { timeline, moments }: Subject,
  { spans, cycles }: Sheet,
): void {
  const { occurredAt: at, actorId } = timeline.events[i]!;
  owing.hasWritten = true;
  takeBack(owing);
  const { metric, since, cycle } = owing;
  if (since === null) return;
  const fact = endFact(factOf(metric, since, cycle, moments[i]!, actorId), at, 'done');
  const handover = handovers.find((one) => one > since && one <= at);
  if (handover !== undefined) fact.botMs = handover - since;
  spans.push(fact);
  cycles.push(cycleOf(metric, cycle, since, fact.endedAt, true, fact));
  owing.metric = 'next_response';
  owing.cycle = metric === 'next_response' ? cycle + 1 : 0;
  owing.since = null;
}

/** Notes a change of status: a solution ends the wait, and a return may begin one. */
function passChange(owing: Owing, change: StatusChange, subject: Subject, sheet: Sheet): void {
  const { at, index, status } = change;
  const isByAgent = subject.timeline.events[index]!.actorKind === 'agent';
  if (isUnsolved(status)) {
    if (owing.metric !== 'first_response' || !isAwaited(subject, at) || owing.hasWritten) return;
    if (isByAgent) takeBack(owing);
    else giveUp(owing, subject, sheet);
    owing.since ??= at;
    return;
  }
  owing.hasWritten = false;
  if (owing.since !== null) {
    owing.solved = { since: owing.since, by: change };
    owing.since = null;
    if (owing.metric !== 'first_response' || !isByAgent) giveUp(owing, subject, sheet);
  }
}

/** What was promised to somebody who waited until it was solved was not fulfilled. */
function giveUp(owing: Owing, { moments }: Subject, { cycles }: Sheet): void {
  if (owing.solved === null) return;
  const { since, by } = owing.solved;
  owing.solved = null;
  if (by.at > since)
    cycles.push(cycleOf(owing.metric, owing.cycle++, since, by.at, false, moments[by.index]!));
}

/** It was not solved: the wait runs on. */
function takeBack(owing: Owing): void {
  if (owing.solved === null) return;
  owing.since = owing.solved.since;
  owing.solved = null;
}

function firstAssignment({ timeline, moments, now, endedAt, awaitedSince }: Subject, sheet: Sheet): void {
  if (timeline.stream !== 'tickets' || awaitedSince === null) return;
  const index = timeline.events.findIndex(({ body }) => body.type === 'assigned' && body.agent_id);
  if (index < 0) {
    if (endedAt === null) sheet.spans.push(factOf('assignment', awaitedSince, 0, now));
    return;
  }
  const { occurredAt: at } = timeline.events[index]!;
  if (at < awaitedSince && awaitedSince > timeline.openedAt) return;
  sheet.spans.push(endFact(factOf('assignment', awaitedSince, 0, moments[index]!), at, 'done'));
}
