import { COURTESIES } from '../words/said.ts';
import { endFact, type Fact, factOf } from './fact.ts';
import { isAgentMessage, isCustomerMessage, saidIn } from './messages.ts';
import type { Sheet } from './sheet.ts';
import type { Subject } from './subject.ts';

/** How much of a conversation's sentiment is told, whole. */
const SENTIMENT_SCALE = 100;

/**
 * What customers and agents said, of messages that were read; of others, and of bots and notes, there is nothing.
 *
 * - `said`, one a message. Its label is `customer`, or `agent` and the courtesies in the message, in the order of
 *   `COURTESIES`: `agent greeting thanks`.
 * - `repetition`, one for each message whose fingerprint somebody on the same side (label: `agent`, `customer`) had in
 *   the conversation before.
 * - `language`, one a conversation, at its opening: the label is the language of most of the customer's messages, of
 *   as many the one that came first, empty where none was told.
 * - `sentiment_change`, of a conversation that has ended: the customer's last sentiment less the first, from one to the
 *   other, where there are two.
 */
export function sayings(subject: Subject, { spans }: Sheet): void {
  const { timeline, moments, now, endedAt } = subject;
  const { events } = timeline;
  if (!events.some((event) => saidIn(event) !== null)) return;
  const said: Fact[] = [];
  const seen = new Set<string>();
  const languages = new Map<string, number>();
  let repetitions = 0;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    const what = saidIn(event);
    if (what === null) continue;
    const side = isCustomerMessage(event) ? 'customer' : isAgentMessage(event) ? 'agent' : null;
    if (side === null) continue;
    const at = event.occurredAt;
    const agent = side === 'agent' ? event.actorId : moments[i]!.agent;
    const fact = endFact(factOf('said', at, said.length, moments[i]!, agent), at, 'done');
    fact.label = side;
    if (side === 'agent')
      for (const one of COURTESIES) if (what.courtesies.includes(one)) fact.label += ` ${one}`;
    if (what.sentiment !== null) {
      fact.score = what.sentiment;
      fact.scale = SENTIMENT_SCALE;
    }
    said.push(fact);
    if (side === 'customer' && what.language !== '')
      languages.set(what.language, (languages.get(what.language) ?? 0) + 1);
    if (what.fingerprint === null) continue;
    const print = `${side} ${what.fingerprint}`;
    if (seen.has(print)) {
      const repeated = endFact(factOf('repetition', at, repetitions++, moments[i]!, agent), at, 'done');
      repeated.label = side;
      spans.push(repeated);
    }
    seen.add(print);
  }
  if (said.length === 0) return;
  for (const fact of said) spans.push(fact);
  const language = endFact(factOf('language', timeline.openedAt, 0, now), timeline.openedAt, 'done');
  language.label = mostOf(languages);
  spans.push(language);
  if (endedAt === null) return;
  const felt = said.filter(({ label, scale }) => label === 'customer' && scale > 0);
  const [first, last] = [felt[0], felt.at(-1)];
  if (first === undefined || last === undefined || first === last) return;
  const change = endFact(factOf('sentiment_change', first.at, 0, last), last.at, 'done');
  change.score = last.score - first.score;
  change.scale = SENTIMENT_SCALE;
  spans.push(change);
}

/** What was counted most, of as many the first; empty if nothing was. */
function mostOf(counts: ReadonlyMap<string, number>): string {
  let most = '';
  for (const [one, count] of counts) if (count > (counts.get(most) ?? 0)) most = one;
  return most;
}
