import type { Timeline } from '../timeline/timeline.ts';
import {
  type ConversationSummary,
  conversationFact,
  countMessages,
  type Messages,
  summarize,
} from './conversation.ts';
import { type Happened, happenings } from './happenings.ts';
import type { Outset } from './outset.ts';
import { type Asked, copyOfAsked, nothingAsked, questions, questionsNow } from './questions.ts';
import { queueSpells } from './queue-spells.ts';
import { copyOfWaiting, nobodyWaits, type Waiting } from './queue-waiting.ts';
import { copyOfSolutions, neverSolved, resolutions, resolutionsNow, type Solutions } from './resolutions.ts';
import { copyOfOwing, nothingOwed, type Owing, responses, responsesNow } from './responses.ts';
import { copyOfHeard, type Heard, nothingHeard, sayings, sayingsNow } from './sayings.ts';
import type { Sheet } from './sheet.ts';
import { type Stays, statusSpells, statusSpellsNow } from './status-spells.ts';
import type { Subject } from './subject.ts';
import { tagFacts } from './tags.ts';
import { type AwaitedUpdate, noUpdateAwaited, updates, updatesNow } from './updates.ts';

/**
 * What the rules know after the events that they have read, and with which they go on from there. Each rule reads events
 * in their order and writes what they settle; what it makes of the state that they leave is written by its `...Now`.
 */
export interface Reading {
  readonly queue: Waiting;
  readonly owing: Owing;
  readonly update: AwaitedUpdate;
  readonly solutions: Solutions;
  readonly happened: Happened;
  readonly heard: Heard;
  readonly asked: Asked;
  readonly stays: Stays;
  readonly messages: Messages;
}

/** What they know before the first event. */
export function nothingRead(timeline: Pick<Timeline, 'openedAt'>, outset: Outset): Reading {
  return {
    queue: nobodyWaits(),
    owing: nothingOwed(timeline, outset),
    update: noUpdateAwaited(),
    solutions: neverSolved(),
    happened: { transfers: 0, escalations: 0 },
    heard: nothingHeard(),
    asked: nothingAsked(),
    stays: { next: 0, count: 0 },
    messages: { customer: 0, agent: 0 },
  };
}

/** What reads on from the copy leaves this one as it is. */
export function copyOfReading(reading: Reading): Reading {
  return {
    queue: copyOfWaiting(reading.queue),
    owing: copyOfOwing(reading.owing),
    update: { ...reading.update },
    solutions: copyOfSolutions(reading.solutions),
    happened: { ...reading.happened },
    heard: copyOfHeard(reading.heard),
    asked: copyOfAsked(reading.asked),
    stays: { ...reading.stays },
    messages: { ...reading.messages },
  };
}

/** Reads the events of the subject, which come after those read before. */
export function readRules(subject: Subject, sheet: Sheet, reading: Reading): void {
  queueSpells(subject, sheet, reading.queue);
  statusSpells(subject, sheet, reading.stays);
  responses(subject, sheet, reading.owing);
  updates(subject, sheet, reading.update);
  resolutions(subject, sheet, reading.solutions, reading.messages.agent);
  happenings(subject, sheet, reading.happened);
  sayings(subject, sheet, reading.heard);
  questions(subject, sheet, reading.asked);
  countMessages(subject, reading.messages);
}

/** Writes how the conversation stands now. Nothing can be read on from there. */
export function standsNow(subject: Subject, sheet: Sheet, reading: Reading): ConversationSummary {
  const { messages, happened, solutions } = reading;
  statusSpellsNow(subject, sheet, reading.stays);
  responsesNow(subject, sheet, reading.owing);
  updatesNow(subject, sheet, reading.update);
  resolutionsNow(subject, sheet, solutions);
  tagFacts(subject, sheet);
  sayingsNow(subject, sheet, reading.heard);
  questionsNow(subject, sheet, reading.asked);
  const summary = summarize(subject, messages, happened.transfers, solutions.reopens);
  conversationFact(subject, summary, sheet);
  return summary;
}
