import type { AgentEvent } from '../../../schemas/types.ts';
import { instant, long, text, uint16, uint64, word, words } from '../../lib/clickhouse/native/columns.ts';
import { rowsOf } from '../../lib/clickhouse/native/rows.ts';
import type { AgentRecord, ConversationEvent, EnrichedEvent } from '../stages/enrich.ts';

/** Where an event came from. */
export interface Origin {
  partition: number;
  offset: bigint;
  /** Kafka's timestamp of the record, UTC ms. */
  kafkaAt: number;
}

export type EventRows = ReturnType<typeof eventRows>;

/** Rows of `events`. */
export function eventRows() {
  return rowsOf({
    opened_at: instant(),
    conversation_id: text(),
    stream: word(),
    occurred_at: instant(),
    event_id: text(),
    type: word(),
    channel: word(),
    source: word(),
    actor_kind: word(),
    actor_id: text(),
    queue: word(),
    team: word(),
    customer_id: text(),
    customer_tier: word(),
    tags: words(),
    body: text(),
    stamp: word(),
    record_id: text(),
    record_version: long(),
    kafka_partition: uint16(),
    kafka_offset: uint64(),
    kafka_at: instant(),
    ingested_at: instant(),
  });
}

/** Writes a row of `events`. An agent's event stands under the agent's id and its own time. */
export function writeEvent(rows: EventRows, event: EnrichedEvent, origin: Origin, ingestedAt: number): void {
  if (event.kind === 'conversation') writeConversationEvent(rows, event);
  else writeAgentEvent(rows, event);
  const { columns } = rows;
  columns.kafka_partition.add(origin.partition);
  columns.kafka_offset.add(origin.offset);
  columns.kafka_at.add(origin.kafkaAt);
  columns.ingested_at.add(ingestedAt);
}

function writeConversationEvent({ columns }: EventRows, enriched: ConversationEvent): void {
  const { event } = enriched;
  columns.opened_at.add(enriched.openedAt);
  columns.conversation_id.add(enriched.conversationId);
  columns.stream.add(enriched.stream);
  columns.occurred_at.add(event.occurredAt);
  columns.event_id.add(event.eventId);
  columns.type.add(event.body.type);
  columns.channel.add(enriched.channel);
  columns.source.add(enriched.source);
  columns.actor_kind.add(event.actorKind);
  columns.actor_id.add(event.actorId);
  columns.queue.add(event.queue);
  columns.team.add(event.team);
  columns.customer_id.add(event.customerId);
  columns.customer_tier.add(event.customerTier);
  columns.tags.add(event.tags);
  columns.body.add(JSON.stringify(event.body));
  columns.stamp.add(event.stamp.hash);
  columns.record_id.add(event.record?.id ?? '');
  columns.record_version.add(event.record?.version ?? 0);
}

function writeAgentEvent({ columns }: EventRows, { value, team }: AgentRecord): void {
  columns.opened_at.add(value.occurred_at);
  columns.conversation_id.add(value.agent_id);
  columns.stream.add('agents');
  columns.occurred_at.add(value.occurred_at);
  columns.event_id.add(value.event_id);
  columns.type.add(value.event.type);
  columns.channel.add('');
  columns.source.add(value.source);
  columns.actor_kind.add(value.actor.kind);
  columns.actor_id.add(value.actor.id ?? '');
  columns.queue.add('');
  columns.team.add(team);
  columns.customer_id.add('');
  columns.customer_tier.add('');
  columns.tags.add([]);
  columns.body.add(JSON.stringify(value.event satisfies AgentEvent['event']));
  columns.stamp.add('');
  columns.record_id.add('');
  columns.record_version.add(0);
}
