import { CONVERSATION_COLUMNS, writeConversation } from '../ingest/rows/conversations.ts';
import { FACT_COLUMNS, writeFacts } from '../ingest/rows/facts.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { RowBinaryWriter } from '../lib/clickhouse/row-binary.ts';
import type { Discrepancy } from './conversations.ts';

/**
 * Writes what conversations should be, with the version of their events: rows of the same version give way to the
 * one written last, and what ingest writes of later events still replaces it. A row of `conversations` without
 * any event cannot be taken away; it stays, and stays reported.
 */
export async function repair(clickhouse: ClickHouse, discrepancies: readonly Discrepancy[]): Promise<void> {
  const facts = new RowBinaryWriter();
  const conversations = new RowBinaryWriter();
  for (const { change } of discrepancies) {
    writeFacts(facts, change);
    if (change.timeline.events.length > 0) writeConversation(conversations, change);
  }
  if (facts.rows > 0) await clickhouse.insertRowBinary('facts', FACT_COLUMNS, facts.view());
  if (conversations.rows > 0) {
    await clickhouse.insertRowBinary('conversations', CONVERSATION_COLUMNS, conversations.view());
  }
}
