import type { AgentEvent } from '../../../schemas/types.ts';
import type { RowBinaryWriter } from '../../lib/clickhouse/row-binary.ts';
import type { AgentRecord, ConversationEvent, EnrichedEvent } from '../stages/enrich.ts';

/** Where an event came from. */
export interface Origin {
  partition: number;
  offset: bigint;
  /** Kafka's timestamp of the record, UTC ms. */
  kafkaAt: number;
}

export const EVENT_COLUMNS = [
  'opened_at',
  'conversation_id',
  'stream',
  'occurred_at',
  'event_id',
  'type',
  'channel',
  'source',
  'actor_kind',
  'actor_id',
  'queue',
  'team',
  'customer_id',
  'customer_tier',
  'tags',
  'body',
  'stamp',
  'kafka_partition',
  'kafka_offset',
  'kafka_at',
  'ingested_at',
] as const;

/** Writes a row of `events`. An agent's event stands under the agent's id and its own time. */
export function writeEvent(
  rows: RowBinaryWriter,
  event: EnrichedEvent,
  origin: Origin,
  ingestedAt: number,
): void {
  if (event.kind === 'conversation') writeConversationEvent(rows, event);
  else writeAgentEvent(rows, event);
  rows.uint16(origin.partition);
  rows.uint64(origin.offset);
  rows.int64(origin.kafkaAt);
  rows.int64(ingestedAt);
  rows.endRow();
}

function writeConversationEvent(rows: RowBinaryWriter, enriched: ConversationEvent): void {
  const { event } = enriched;
  rows.int64(enriched.openedAt);
  rows.string(enriched.conversationId);
  rows.string(enriched.stream);
  rows.int64(event.occurredAt);
  rows.string(event.eventId);
  rows.string(event.body.type);
  rows.string(enriched.channel);
  rows.string(enriched.source);
  rows.string(event.actorKind);
  rows.string(event.actorId);
  rows.string(event.queue);
  rows.string(event.team);
  rows.string(event.customerId);
  rows.string(event.customerTier);
  rows.strings(event.tags);
  rows.string(JSON.stringify(event.body));
  rows.string(event.stamp.hash);
}

function writeAgentEvent(rows: RowBinaryWriter, { value, team }: AgentRecord): void {
  rows.int64(value.occurred_at);
  rows.string(value.agent_id);
  rows.string('agents');
  rows.int64(value.occurred_at);
  rows.string(value.event_id);
  rows.string(value.event.type);
  rows.string('');
  rows.string(value.source);
  rows.string(value.actor.kind);
  rows.string(value.actor.id ?? '');
  rows.string('');
  rows.string(team);
  rows.string('');
  rows.string('');
  rows.strings([]);
  rows.string(JSON.stringify(value.event satisfies AgentEvent['event']));
  rows.string('');
}
