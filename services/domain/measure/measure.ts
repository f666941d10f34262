import type { Timeline } from '../timeline/timeline.ts';
import { botSessions } from './bot-sessions.ts';
import { type ConversationSummary, conversationFact, summarize } from './conversation.ts';
import type { Fact } from './fact.ts';
import { handleSpells } from './handle-spells.ts';
import { happenings } from './happenings.ts';
import { moments } from './moments.ts';
import { queueSpells } from './queue-spells.ts';
import { resolutions } from './resolutions.ts';
import { responses } from './responses.ts';
import { statusChanges } from './status.ts';
import { statusSpells } from './status-spells.ts';

/** What a timeline comes to. */
export interface Measured {
  facts: Fact[];
  summary: ConversationSummary;
}

/**
 * Derives everything that is counted from the events of one conversation. A pure function of the *set* of
 * events: order of arrival, duplicates and batches cannot change the answer, as `timeline.events` is sorted and
 * distinct. Never throws on contradicting events; what each rule assumes is said beside it.
 *
 * @param timeline at least one event.
 */
export function measure(timeline: Timeline): Measured {
  const dimensions = moments(timeline);
  const changes = statusChanges(timeline);
  const facts = [
    ...queueSpells(timeline, dimensions),
    ...handleSpells(timeline, dimensions),
    ...botSessions(timeline, dimensions),
    ...statusSpells(changes, dimensions),
    ...responses(timeline, dimensions, changes),
    ...resolutions(timeline, dimensions, changes),
    ...happenings(timeline, dimensions),
  ];
  const summary = summarize(timeline, dimensions, changes, facts);
  facts.push(...conversationFact(timeline, summary));
  for (const fact of facts) fact.customerId = summary.customerId;
  return { facts, summary };
}
