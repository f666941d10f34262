import type { Fact } from '../../domain/measure/fact.ts';
import type { RowBinaryWriter } from '../../lib/clickhouse/row-binary.ts';
import type { Change } from '../tracker/tracker.ts';

export const FACT_COLUMNS = [
  'fact',
  'at',
  'conversation_id',
  'stream',
  'seq',
  'version',
  'is_deleted',
  'began_at',
  'ended_at',
  'state',
  'label',
  'value_ms',
  'business_ms',
  'target_ms',
  'hold_ms',
  'wrap_ms',
  'score',
  'scale',
  'queue',
  'team',
  'agent',
  'channel',
  'priority',
  'customer_tier',
  'policy',
  'customer_id',
  'opened_at',
] as const;

const MAX_UINT16 = 65_535;

/** Writes what changed of a conversation's facts: new versions, and tombstones for keys that are gone. */
export function writeFacts(rows: RowBinaryWriter, change: Change): void {
  for (const fact of change.upserts) writeFact(rows, change, fact, 0);
  for (const fact of change.tombstones) writeFact(rows, change, fact, 1);
}

function writeFact(rows: RowBinaryWriter, change: Change, fact: Fact, isDeleted: 0 | 1): void {
  const { timeline } = change;
  rows.string(fact.fact);
  rows.int64(fact.at);
  rows.string(timeline.conversationId);
  rows.string(timeline.stream);
  rows.uint32(fact.seq);
  rows.uint32(change.version);
  rows.uint8(isDeleted);
  rows.int64(fact.beganAt);
  // 1970 stands for "not ended": a Nullable column would cost every query.
  rows.int64(fact.endedAt ?? 0);
  rows.string(fact.state);
  rows.string(fact.label);
  rows.int64(fact.valueMs);
  rows.int64(fact.businessMs);
  rows.int64(fact.targetMs);
  rows.int64(fact.holdMs);
  rows.int64(fact.wrapMs);
  rows.float32(fact.score);
  rows.uint16(Math.min(fact.scale, MAX_UINT16));
  rows.string(fact.queue);
  rows.string(fact.team);
  rows.string(fact.agent);
  rows.string(timeline.channel);
  rows.string(fact.priority);
  rows.string(fact.customerTier);
  rows.string(fact.policy);
  rows.string(fact.customerId);
  rows.int64(timeline.openedAt);
  rows.endRow();
}
