import { countedUntil } from '../sla/clock.ts';
import { businessClock } from '../sla/status-clock.ts';
import { slaTargets } from '../sla/targets.ts';
import { standingEvents } from '../timeline/corrections.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { botSessions } from './bot-sessions.ts';
import { type ConversationSummary, conversationFact, summarize } from './conversation.ts';
import { tellEarlier } from './earlier.ts';
import type { Fact } from './fact.ts';
import { handleSpells } from './handle-spells.ts';
import { happenings, surveys } from './happenings.ts';
import { questions } from './questions.ts';
import { queueSpells, queueWaits } from './queue-spells.ts';
import { resolutions } from './resolutions.ts';
import { responses } from './responses.ts';
import { sayings } from './sayings.ts';
import type { Sheet } from './sheet.ts';
import { silences } from './silences.ts';
import { statusSpells } from './status-spells.ts';
import { type Subject, subjectOf } from './subject.ts';
import { tagFacts } from './tags.ts';
import { updates } from './updates.ts';

/** What a timeline comes to. */
export interface Measured {
  facts: Fact[];
  summary: ConversationSummary;
}

/**
 * Derives everything that is counted from the events of one conversation. A pure function of the *set* of
 * events: order of arrival, duplicates and batches cannot change the answer, as `timeline.events` is sorted and
 * distinct; of records that were corrected the last version counts. Never throws on contradicting events; what each rule assumes is said beside it.
 *
 * @param timeline at least one event.
 */
export function measure(timeline: Timeline): Measured {
  const subject = subjectOf(standing(timeline));
  const sheet: Sheet = { spans: [], sums: [], cycles: [] };
  queueSpells(subject, sheet);
  queueWaits(sheet);
  handleSpells(subject, sheet);
  botSessions(subject, sheet);
  statusSpells(subject, sheet);
  responses(subject, sheet);
  updates(subject, sheet);
  resolutions(subject, sheet);
  happenings(subject, sheet);
  surveys(subject, sheet);
  tagFacts(subject, sheet);
  sayings(subject, sheet);
  questions(subject, sheet);
  silences(subject, sheet);
  const summary = summarize(subject, sheet);
  conversationFact(subject, summary, sheet);
  takeBusinessTime(sheet.spans, subject);

  const facts = sheet.spans;
  for (const fact of sheet.sums) facts.push(fact);
  for (const fact of slaTargets(sheet.cycles, subject)) facts.push(fact);
  for (const fact of facts) fact.customerId = summary.customerId;
  tellEarlier(facts);
  return { facts, summary };
}

/** The timeline without what was taken back; itself where nothing was. */
function standing(timeline: Timeline): Timeline {
  const events = standingEvents(timeline.events);
  return events === timeline.events ? timeline : { ...timeline, events };
}

/** Business time is counted by the hours of the queue that the conversation was in, queue by queue. */
function takeBusinessTime(spans: readonly Fact[], { terms, clocks }: Subject): void {
  if (terms.every((each) => each.calendar === null)) {
    for (const fact of spans) {
      fact.businessMs = fact.valueMs;
      fact.botBusinessMs = fact.botMs;
    }
    return;
  }
  const clock = businessClock(clocks, null);
  for (const fact of spans) {
    if (fact.endedAt === null || fact.valueMs === 0) continue;
    const before = countedUntil(clock, fact.at);
    fact.businessMs = countedUntil(clock, fact.endedAt) - before;
    if (fact.botMs > 0) fact.botBusinessMs = countedUntil(clock, fact.at + fact.botMs) - before;
  }
}
