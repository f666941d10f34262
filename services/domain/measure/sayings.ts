import { COURTESIES } from '../words/said.ts';
import { endFact, type Fact, factOf } from './fact.ts';
import { isAgentMessage, isCustomerMessage, saidIn } from './messages.ts';
import type { Sheet } from './sheet.ts';
import type { Subject } from './subject.ts';

/** How much of a conversation's sentiment is told, whole. */
const SENTIMENT_SCALE = 100;

/** What is known of what was said in the events that were read. */
export interface Heard {
  said: number;
  repetitions: number;
  /** Who said what; null: nobody did. `printsBefore`: those that stay as they are. */
  prints: Set<string> | null;
  printsBefore: ReadonlySet<string> | null;
  /** How often customers wrote in which language; null: never. */
  languages: Map<string, number> | null;
  /** The customer's first and last sentiment. */
  firstFelt: Fact | null;
  lastFelt: Fact | null;
}

export function nothingHeard(): Heard {
  return {
    said: 0,
    repetitions: 0,
    prints: null,
    printsBefore: null,
    languages: null,
    firstFelt: null,
    lastFelt: null,
  };
}

/** What is heard by the copy is not heard by this one, as long as this one hears nothing itself. */
export function copyOfHeard(heard: Heard): Heard {
  const { prints, languages } = heard;
  return {
    ...heard,
    prints: null,
    printsBefore: prints,
    languages: languages === null ? null : new Map(languages),
  };
}

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
export function sayings({ timeline, moments }: Subject, { spans }: Sheet, heard: Heard): void {
  const { events } = timeline;
  if (!events.some((event) => saidIn(event) !== null)) return;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    const what = saidIn(event);
    if (what === null) continue;
    const side = isCustomerMessage(event) ? 'customer' : isAgentMessage(event) ? 'agent' : null;
    if (side === null) continue;
    const at = event.occurredAt;
    const agent = side === 'agent' ? event.actorId : moments[i]!.agent;
    const fact = endFact(factOf('said', at, heard.said++, moments[i]!, agent), at, 'done');
    fact.label = side;
    if (side === 'agent')
      for (const one of COURTESIES) if (what.courtesies.includes(one)) fact.label += ` ${one}`;
    if (what.sentiment !== null) {
      fact.score = what.sentiment;
      fact.scale = SENTIMENT_SCALE;
      if (side === 'customer') {
        heard.firstFelt ??= fact;
        heard.lastFelt = fact;
      }
    }
    spans.push(fact);
    if (side === 'customer' && what.language !== '') {
      heard.languages ??= new Map();
      heard.languages.set(what.language, (heard.languages.get(what.language) ?? 0) + 1);
    }
    if (what.fingerprint === null) continue;
    const print = `${side} ${what.fingerprint}`;
    heard.prints ??= new Set();
    if (heard.prints.has(print) || heard.printsBefore?.has(print)) {
      const repeated = endFact(factOf('repetition', at, heard.repetitions++, moments[i]!, agent), at, 'done');
      repeated.label = side;
      spans.push(repeated);
    }
    heard.prints.add(print);
  }
}

/** What the conversation comes to now, if anything was said. */
export function sayingsNow({ timeline, now, endedAt }: Subject, { spans }: Sheet, heard: Heard): void {
  if (heard.said === 0) return;
  const language = endFact(factOf('language', timeline.openedAt, 0, now), timeline.openedAt, 'done');
  language.label = heard.languages === null ? '' : mostOf(heard.languages);
  spans.push(language);
  if (endedAt === null) return;
  const { firstFelt: first, lastFelt: last } = heard;
  if (first === null || last === null || first === last) return;
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
