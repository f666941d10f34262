import { type TouchedHours, touchedHours } from '../rollups/notes.ts';
import { type ConversationRows, conversationRows, writeConversation } from './rows/conversations.ts';
import { type FactRows, factRows, writeFacts } from './rows/facts.ts';
import type { Change } from './tracker/tracker.ts';

/** What a unit writes of its conversations; a change is put into it as soon as it is measured, and is done with. */
export interface ChangeRows {
  facts: FactRows;
  conversations: ConversationRows;
  touched: TouchedHours;
}

export function changeRows(): ChangeRows {
  return { facts: factRows(), conversations: conversationRows(), touched: touchedHours() };
}

export function writeChange({ facts, conversations, touched }: ChangeRows, change: Change): void {
  writeFacts(facts, change);
  writeConversation(conversations, change);
  touched.add(change);
}
