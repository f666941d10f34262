import { TOPICS } from '../../../schemas/index.ts';
import { type PeerAnswer, peerAnswerOf } from '../../domain/feedback/peer-answer.ts';
import type { QualityAnswer } from '../../domain/feedback/quality.ts';
import type { ClickHouse, Query } from '../../lib/clickhouse/client.ts';
import { standingEventsSql } from '../../lib/clickhouse/standing-events.ts';

interface Row {
  conversation: string;
  survey: string;
  criterion: string;
  agent: string;
  relation: string;
  review: string;
  score: number;
  scale: number;
  actor_kind: string;
  actor: string;
  occurred_ms: number;
  partition: number;
  offset: number;
}

/**
 * The peer reviews that count, of all agents: of each partition of Kafka in the order of offsets, as far as ingest says
 * that all before is stored. So what is read later only adds to what was read before.
 *
 * @param from UTC ms, the begin of a quarter: of it and all later ones the answers are complete, of earlier ones not
 * @param now UTC ms
 */
export async function readPeerAnswers(clickhouse: ClickHouse, from: number): Promise<PeerAnswer[]> {
  const marks = await clickhouse.query<{ partition: number; next: number }>({
    sql: `SELECT kafka_partition AS partition, next_offset::Float64 AS next FROM watermarks FINAL WHERE topic = {topic:String}`,
    params: { topic: TOPICS.surveys },
  });
  const nextOf = new Map(marks.map(({ partition, next }) => [partition, next]));
  // Only now: what is stored meanwhile lies behind the marks.
  const rows = await clickhouse.query<Row>(
    answersQuery('peer_review', { from, order: 'kafka_partition, kafka_offset' }),
  );
  return rows.flatMap((row) => {
    const isStored = row.offset < (nextOf.get(row.partition) ?? 0);
    return (isStored && peerAnswerOf({ ...row, actorKind: row.actor_kind, at: row.occurred_ms })) || [];
  });
}

/**
 * Quality reviews and their items, as answered last. UTC ms; `to` is not in it.
 */
export async function readQualityAnswers(
  clickhouse: ClickHouse,
  { from, to }: { from: number; to: number },
): Promise<QualityAnswer[]> {
  const rows = await clickhouse.query<Row>(
    answersQuery('quality_review', { from, order: 'occurred_at, event_id' }),
  );
  const last = new Map(
    rows.map((row) => [JSON.stringify([row.conversation, row.survey, row.criterion]), row]),
  );
  return [...last.values()].filter(({ occurred_ms: at }) => at >= from && at < to);
}

/** Which facts tell of the reviews of a kind. */
const LABELS = { peer_review: ['peer_review'], quality_review: ['quality_review', 'quality_item'] };

/**
 * Facts are found by their time and name the conversations, whose events are found by their key. A fact is as late as the
 * last answer to its question, so nothing bounds it from above; one that was replaced names no other conversation.
 */
function answersQuery(kind: keyof typeof LABELS, { from, order }: { from: number; order: string }): Query {
  const text = (field: string) => `JSONExtractString(body, '${field}')`;
  const place = `(toDate(opened_at), conversation_id) IN (
    SELECT toDate(opened_at), conversation_id FROM facts
    WHERE fact = 'rating' AND label IN {labels:Array(String)} AND at >= fromUnixTimestamp64Milli({from:Int64})
  ) AND stream = 'surveys'`;
  return {
    sql: `SELECT concat(toString(toDate(opened_at)), ' ', conversation_id) AS conversation, ${text('survey_id')} AS survey, ${text('criterion')} AS criterion,
  ${text('agent_id')} AS agent, ${text('relation')} AS relation, ${text('review_id')} AS review,
  JSONExtractFloat(body, 'score') AS score, JSONExtractUInt(body, 'scale_max')::Float64 AS scale,
  actor_kind, actor_id AS actor, toUnixTimestamp64Milli(occurred_at)::Float64 AS occurred_ms,
  kafka_partition AS partition, kafka_offset::Float64 AS offset
FROM events FINAL
WHERE ${place} AND type = 'answered' AND ${text('kind')} = {kind:String} AND ${standingEventsSql(place)}
ORDER BY ${order}`,
    params: { kind, labels: LABELS[kind], from },
  };
}
