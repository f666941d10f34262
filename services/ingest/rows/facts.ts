import type { Fact } from '../../domain/measure/fact.ts';
import {
  float32,
  instant,
  int64,
  text,
  uint8,
  uint16,
  uint32,
  word,
} from '../../lib/clickhouse/native/columns.ts';
import { rowsOf } from '../../lib/clickhouse/native/rows.ts';
import type { Change } from '../tracker/tracker.ts';

export type FactRows = ReturnType<typeof factRows>;

/** Rows of `facts`. */
export function factRows() {
  return rowsOf({
    fact: word(),
    at: instant(),
    conversation_id: text(),
    stream: word(),
    seq: uint32(),
    version: uint32(),
    is_deleted: uint8(),
    began_at: instant(),
    ended_at: instant(),
    state: word(),
    label: word(),
    value_ms: int64(),
    business_ms: int64(),
    target_ms: int64(),
    hold_ms: int64(),
    wrap_ms: int64(),
    bot_ms: int64(),
    bot_business_ms: int64(),
    score: float32(),
    scale: uint16(),
    queue: word(),
    team: word(),
    agent: word(),
    channel: word(),
    priority: word(),
    customer_tier: word(),
    policy: word(),
    customer_id: text(),
    earlier: text(),
    opened_at: instant(),
  });
}

const MAX_UINT16 = 65_535;

/** Writes what changed of a conversation's facts: new versions, and tombstones for keys that are gone. */
export function writeFacts(rows: FactRows, change: Change): void {
  for (const fact of change.upserts) writeFact(rows, change, fact, 0);
  for (const fact of change.tombstones) writeFact(rows, change, fact, 1);
}

function writeFact({ columns }: FactRows, { timeline, version }: Change, fact: Fact, isDeleted: 0 | 1): void {
  columns.fact.add(fact.fact);
  columns.at.add(fact.at);
  columns.conversation_id.add(timeline.conversationId);
  columns.stream.add(timeline.stream);
  columns.seq.add(fact.seq);
  columns.version.add(version);
  columns.is_deleted.add(isDeleted);
  columns.began_at.add(fact.beganAt);
  // 1970 stands for "not ended": a Nullable column would cost every query.
  columns.ended_at.add(fact.endedAt ?? 0);
  columns.state.add(fact.state);
  columns.label.add(fact.label);
  columns.value_ms.add(fact.valueMs);
  columns.business_ms.add(fact.businessMs);
  columns.target_ms.add(fact.targetMs);
  columns.hold_ms.add(fact.holdMs);
  columns.wrap_ms.add(fact.wrapMs);
  columns.bot_ms.add(fact.botMs);
  columns.bot_business_ms.add(fact.botBusinessMs);
  columns.score.add(fact.score);
  columns.scale.add(Math.min(fact.scale, MAX_UINT16));
  columns.queue.add(fact.queue);
  columns.team.add(fact.team);
  columns.agent.add(fact.agent);
  columns.channel.add(timeline.channel);
  columns.priority.add(fact.priority);
  columns.customer_tier.add(fact.customerTier);
  columns.policy.add(fact.policy);
  columns.customer_id.add(fact.customerId);
  columns.earlier.add(fact.earlier);
  columns.opened_at.add(timeline.openedAt);
}
