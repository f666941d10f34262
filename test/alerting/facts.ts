import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { instant, uint16, word } from '../../services/lib/clickhouse/native/columns.ts';
import { rowsOf } from '../../services/lib/clickhouse/native/rows.ts';

/** An SLA target as ingest stores it. */
export interface StoredTarget {
  conversationId: string;
  /** UTC ms. */
  dueAt: number;
  state: 'active' | 'met' | 'breached' | 'cancelled' | 'paused';
  version: number;
  deleted?: boolean;
  budgetMs?: number;
  /** What was spent when its clock last began to run. */
  spentMs?: number;
  queue?: string;
}

export async function storeTargets(clickhouse: ClickHouse, targets: readonly StoredTarget[]): Promise<void> {
  const values = targets.map(
    ({ conversationId, dueAt, state, version, deleted, budgetMs, spentMs = 0, queue = 'billing' }) =>
      JSON.stringify({
        fact: 'sla_target',
        at: new Date(dueAt).toISOString(),
        conversation_id: conversationId,
        stream: 'tickets',
        version,
        is_deleted: deleted ? 1 : 0,
        state,
        label: 'first_response',
        target_ms: budgetMs ?? 60_000,
        business_ms: spentMs,
        queue,
        channel: 'email',
      }),
  );
  await clickhouse.command(`INSERT INTO facts FORMAT JSONEachRow ${values.join('\n')}`);
}

/** Says that all events up to then are stored. */
export async function storeFreshness(clickhouse: ClickHouse, asOf: number): Promise<void> {
  const rows = rowsOf({ topic: word(), kafka_partition: uint16(), as_of: instant(), written_at: instant() });
  rows.columns.topic.add('contact.tickets');
  rows.columns.kafka_partition.add(0);
  rows.columns.as_of.add(asOf);
  rows.columns.written_at.add(asOf);
  await clickhouse.insert('freshness', rows);
}

/** Says that the records before `nextOffset` are stored. */
export async function storeWatermark(clickhouse: ClickHouse, nextOffset: number): Promise<void> {
  const values = JSON.stringify({
    topic: 'contact.tickets',
    kafka_partition: 0,
    next_offset: nextOffset,
    end_offset: nextOffset,
    kafka_at: 0,
    written_at: nextOffset,
  });
  await clickhouse.command(`INSERT INTO watermarks FORMAT JSONEachRow ${values}`);
}

/** An event with its own time and the time at which it came in. */
export async function storeEvent(
  clickhouse: ClickHouse,
  { occurredAt, ingestedAt, source = '' }: { occurredAt: number; ingestedAt: number; source?: string },
): Promise<void> {
  const values = JSON.stringify({
    opened_at: new Date(occurredAt).toISOString(),
    occurred_at: new Date(occurredAt).toISOString(),
    ingested_at: new Date(ingestedAt).toISOString(),
    event_id: `e${occurredAt}`,
    source,
    conversation_id: 'past',
  });
  await clickhouse.command(`INSERT INTO events FORMAT JSONEachRow ${values}`);
}

/** A stay in a queue as ingest stores it. */
export interface StoredSpell {
  queue: string;
  /** UTC ms. */
  at: number;
  state: 'open' | 'answered' | 'abandoned';
  waitedMs?: number;
}

/** Stays in queues, each of a conversation of its own that began with it; 20 s is in time. */
export async function storeSpells(clickhouse: ClickHouse, spells: readonly StoredSpell[]): Promise<void> {
  const values = spells.flatMap(({ queue, at, state, waitedMs = 0 }, i) => {
    const shared = {
      at: new Date(at).toISOString(),
      conversation_id: `${queue}-${at}-${i}`,
      queue,
      version: 1,
    };
    const ended_at = state === 'open' ? 0 : new Date(at + waitedMs).toISOString();
    return [
      { ...shared, fact: 'conversation', state: 'done', channel: 'voice' },
      {
        ...shared,
        fact: 'queue_spell',
        state,
        channel: 'voice',
        value_ms: waitedMs,
        target_ms: 20_000,
        ended_at,
      },
    ].map((row) => JSON.stringify(row));
  });
  await clickhouse.command(`INSERT INTO facts FORMAT JSONEachRow ${values.join('\n')}`);
}
