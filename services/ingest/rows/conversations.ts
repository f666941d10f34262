import type { RowBinaryWriter } from '../../lib/clickhouse/row-binary.ts';
import type { Change } from '../tracker/tracker.ts';

export const CONVERSATION_COLUMNS = [
  'opened_at',
  'conversation_id',
  'stream',
  'version',
  'channel',
  'queue',
  'team',
  'agent',
  'priority',
  'customer_id',
  'customer_tier',
  'policy',
  'status',
  'last_event_at',
  'ended_at',
  'customer_messages',
  'agent_messages',
  'transfers',
  'reopens',
] as const;

const MAX_UINT16 = 65_535;

/** Writes a conversation's current state. */
export function writeConversation(rows: RowBinaryWriter, { timeline, summary, version }: Change): void {
  rows.int64(timeline.openedAt);
  rows.string(timeline.conversationId);
  rows.string(timeline.stream);
  rows.uint32(version);
  rows.string(timeline.channel);
  rows.string(summary.queue);
  rows.string(summary.team);
  rows.string(summary.agent);
  rows.string(summary.priority);
  rows.string(summary.customerId);
  rows.string(summary.customerTier);
  rows.string(summary.policy);
  rows.string(summary.status);
  rows.int64(summary.lastEventAt);
  rows.int64(summary.endedAt ?? 0);
  for (const count of [summary.customerMessages, summary.agentMessages, summary.transfers, summary.reopens]) {
    rows.uint16(Math.min(count, MAX_UINT16));
  }
  rows.endRow();
}
