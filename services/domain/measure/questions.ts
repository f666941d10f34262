import { type Dimensions, endFact, factOf } from './fact.ts';
import { isAgentMessage, isCustomerMessage, saidIn } from './messages.ts';
import type { Sheet } from './sheet.ts';
import { isUnsolved } from './status.ts';
import type { Subject } from './subject.ts';

/** What was asked in the events that were read. */
export interface Asked {
  /** Questions that are settled. */
  settled: number;
  /** When those were asked that wait for an answer. */
  waiting: number[];
  /** The place of the first change of status that was not looked at. */
  next: number;
}

export function nothingAsked(): Asked {
  return { settled: 0, waiting: [], next: 1 };
}

export function copyOfAsked(asked: Asked): Asked {
  return { ...asked, waiting: asked.waiting.slice() };
}

/**
 * Customers' messages that ask something, of those that were read: `question`, from the message to the next public
 * message of an agent (`answered`), or to the moment at which the conversation is solved or closed without one
 * (`ended`). Neither a bot nor a note answers; whether the answer is one, nobody can tell here. One agent's message
 * answers all that was asked before it. A message of the same instant comes before the change of status, as in
 * `responses`.
 *
 * A chat that a bot kept to itself, as nobody asked for a human, has none: there it is the bot's business, and
 * `bot_resolution` tells.
 */
export function questions(subject: Subject, sheet: Sheet, asked: Asked): void {
  const { timeline, moments } = subject;
  const { events } = timeline;
  if (asked.waiting.length === 0 && !events.some((event) => saidIn(event)?.question)) return;
  if (isWithBot(sheet)) return;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    passChanges(asked, event.occurredAt, subject, sheet);
    if (isCustomerMessage(event) && saidIn(event)?.question) asked.waiting.push(event.occurredAt);
    if (isAgentMessage(event)) settle(asked, event.occurredAt, 'answered', moments[i]!, event.actorId, sheet);
  }
}

/** The questions that wait for an answer now. */
export function questionsNow(subject: Subject, sheet: Sheet, asked: Asked): void {
  if (asked.waiting.length === 0) return;
  passChanges(asked, Number.POSITIVE_INFINITY, subject, sheet);
  // Who asks in what is closed is not waited for, unless it is opened again.
  if (subject.status.changes.at(-1)?.status === 'closed') return;
  for (const since of asked.waiting)
    sheet.spans.push(factOf('question', since, asked.settled++, subject.now));
}

function isWithBot({ spans }: Sheet): boolean {
  return spans.some(({ fact, state }) => fact === 'bot_session' && state !== 'transferred');
}

function passChanges(asked: Asked, until: number, { status: { said } }: Subject, sheet: Sheet): void {
  for (; asked.next < said.length && said[asked.next]!.at < until; asked.next++) {
    const { at, status, dimensions } = said[asked.next]!;
    if (!isUnsolved(status)) settle(asked, at, 'ended', dimensions, dimensions.agent, sheet);
  }
}

function settle(
  asked: Asked,
  at: number,
  state: 'answered' | 'ended',
  dimensions: Dimensions,
  agent: string,
  { spans }: Sheet,
): void {
  for (const since of asked.waiting)
    spans.push(endFact(factOf('question', since, asked.settled++, dimensions, agent), at, state));
  asked.waiting = [];
}
