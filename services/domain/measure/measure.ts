import { standingEvents } from '../timeline/corrections.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { botSessions } from './bot-sessions.ts';
import type { ConversationSummary } from './conversation.ts';
import type { Fact } from './fact.ts';
import { factsOn } from './facts-on.ts';
import { handleSpells } from './handle-spells.ts';
import { surveys } from './happenings.ts';
import { outsetOf } from './outset.ts';
import { nothingRead, readRules, standsNow } from './reading.ts';
import { emptySheet } from './sheet.ts';
import { silences } from './silences.ts';
import { nothingKnown, readSubject } from './subject.ts';

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
  const whole = standing(timeline);
  const outset = outsetOf(whole);
  const subject = readSubject(whole, nothingKnown(outset), outset);
  const sheet = emptySheet();
  const reading = nothingRead(whole, outset);
  // These look at all events.
  if (whole.stream === 'chats') {
    handleSpells(subject, sheet);
    botSessions(subject, sheet);
    silences(subject, sheet);
  } else if (whole.stream === 'surveys') surveys(subject, sheet);
  readRules(subject, sheet, reading);
  const summary = standsNow(subject, sheet, reading);
  return { facts: factsOn(sheet, subject, null), summary };
}

/** The timeline without what was taken back; itself where nothing was. */
function standing(timeline: Timeline): Timeline {
  const events = standingEvents(timeline.events);
  return events === timeline.events ? timeline : { ...timeline, events };
}
