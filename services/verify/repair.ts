import { conversationRows, writeConversation } from '../ingest/rows/conversations.ts';
import { factRows, writeFacts } from '../ingest/rows/facts.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { touchedHours } from '../rollups/notes.ts';
import type { Discrepancy } from './conversations.ts';

/**
 * Writes what conversations should be, with the version of their events: rows of the same version give way to the
 * one written last, and what ingest writes of later events still replaces it. A row of `conversations` without
 * any event cannot be taken away; it stays, and stays reported.
 */
export async function repair(clickhouse: ClickHouse, discrepancies: readonly Discrepancy[]): Promise<void> {
  const facts = factRows();
  const conversations = conversationRows();
  const touched = touchedHours();
  for (const { change } of discrepancies) {
    writeFacts(facts, change);
    touched.add(change);
    if (change.timeline.events.length > 0) writeConversation(conversations, change);
  }
  await clickhouse.insert('facts', facts);
  await clickhouse.insert('conversations', conversations);
  await clickhouse.insert('dirty_hours', touched.rows(Date.now()));
}
