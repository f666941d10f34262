import { instant, text, uint16, uint32, word } from '../../lib/clickhouse/native/columns.ts';
import { rowsOf } from '../../lib/clickhouse/native/rows.ts';
import type { Change } from '../tracker/tracker.ts';

export type ConversationRows = ReturnType<typeof conversationRows>;

/** Rows of `conversations`. */
export function conversationRows() {
  return rowsOf({
    opened_at: instant(),
    conversation_id: text(),
    stream: word(),
    version: uint32(),
    channel: word(),
    queue: word(),
    team: word(),
    agent: word(),
    priority: word(),
    customer_id: text(),
    customer_tier: word(),
    policy: word(),
    status: word(),
    last_event_at: instant(),
    ended_at: instant(),
    customer_messages: uint16(),
    agent_messages: uint16(),
    transfers: uint16(),
    reopens: uint16(),
  });
}

const MAX_UINT16 = 65_535;

/** Writes a conversation's current state. */
export function writeConversation({ columns }: ConversationRows, change: Change): void {
  const { timeline, summary, version } = change;
  columns.opened_at.add(timeline.openedAt);
  columns.conversation_id.add(timeline.conversationId);
  columns.stream.add(timeline.stream);
  columns.version.add(version);
  columns.channel.add(timeline.channel);
  columns.queue.add(summary.queue);
  columns.team.add(summary.team);
  columns.agent.add(summary.agent);
  columns.priority.add(summary.priority);
  columns.customer_id.add(summary.customerId);
  columns.customer_tier.add(summary.customerTier);
  columns.policy.add(summary.policy);
  columns.status.add(summary.status);
  columns.last_event_at.add(summary.lastEventAt);
  columns.ended_at.add(summary.endedAt ?? 0);
  columns.customer_messages.add(Math.min(summary.customerMessages, MAX_UINT16));
  columns.agent_messages.add(Math.min(summary.agentMessages, MAX_UINT16));
  columns.transfers.add(Math.min(summary.transfers, MAX_UINT16));
  columns.reopens.add(Math.min(summary.reopens, MAX_UINT16));
}
