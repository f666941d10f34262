import { type TouchedHours, touchedHours } from '../rollups/notes.ts';
import { type TellingRows, tellingRows, writeTellings } from '../rollups/surveys/telling-rows.ts';
import { type ConversationRows, conversationRows, writeConversation } from './rows/conversations.ts';
import { type FactRows, factRows, writeFacts } from './rows/facts.ts';
import type { Change } from './tracker/tracker.ts';

/** What a unit writes of its conversations; a change is put into it as soon as it is measured, and is done with. */
export interface ChangeRows {
  facts: FactRows;
  tellings: TellingRows;
  conversations: ConversationRows;
  touched: TouchedHours;
  /** When the unit was taken, UTC ms: its tellings and the note of them say the same. */
  takenAt: number;
}

/** @param takenAt UTC ms */
export function changeRows(takenAt: number): ChangeRows {
  return {
    facts: factRows(),
    tellings: tellingRows(),
    conversations: conversationRows(),
    touched: touchedHours(),
    takenAt,
  };
}

export function writeChange(rows: ChangeRows, change: Change): void {
  const { facts, tellings, conversations, touched, takenAt } = rows;
  writeFacts(facts, change);
  writeTellings(tellings, change, takenAt);
  writeConversation(conversations, change);
  touched.add(change);
}
