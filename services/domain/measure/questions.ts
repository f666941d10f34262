import { endFact, factOf } from './fact.ts';
import { isAgentMessage, isCustomerMessage, saidIn } from './messages.ts';
import type { Moment } from './moments.ts';
import type { Sheet } from './sheet.ts';
import { inOrder, isUnsolved } from './status.ts';
import type { Subject } from './subject.ts';

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
export function questions(subject: Subject, { spans }: Sheet): void {
  const { timeline, moments, status, now } = subject;
  const { events } = timeline;
  if (!events.some((event) => saidIn(event)?.question)) return;
  if (spans.some(({ fact, state }) => fact === 'bot_session' && state !== 'transferred')) return;
  const changes = inOrder(status);
  let next = 1;
  let asked = 0;
  let waiting: number[] = [];

  function settle(at: number, state: 'answered' | 'ended', moment: Moment, agent: string): void {
    for (const since of waiting)
      spans.push(endFact(factOf('question', since, asked++, moment, agent), at, state));
    waiting = [];
  }
  function passChanges(until: number): void {
    for (; next < changes.length && changes[next]!.at < until; next++) {
      const { at, status, index } = changes[next]!;
      if (!isUnsolved(status)) settle(at, 'ended', moments[index]!, moments[index]!.agent);
    }
  }
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    passChanges(event.occurredAt);
    if (isCustomerMessage(event) && saidIn(event)?.question) waiting.push(event.occurredAt);
    if (isAgentMessage(event)) settle(event.occurredAt, 'answered', moments[i]!, event.actorId);
  }
  passChanges(Number.POSITIVE_INFINITY);
  // Who asks in what is closed is not waited for, unless it is opened again.
  if (changes.at(-1)?.status === 'closed') return;
  for (const since of waiting) spans.push(factOf('question', since, asked++, now));
}
