import { type PeerAnswer, peerAnswerOf } from '../../domain/feedback/peer-answer.ts';
import type { QualityAnswer } from '../../domain/feedback/quality.ts';
import type { ClickHouse, Query } from '../../lib/clickhouse/client.ts';
import { readFreshness } from '../../metrics/freshness.ts';

/**
 * Answers count this long after Kafka had them: until then one of another partition, whose broker has another clock,
 * might turn up before them, and the order be another.
 */
const SETTLED_MS = 60_000;

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
}

/**
 * The peer reviews that count, of all agents, in the order in which Kafka had them: it stamps what it appends, so that
 * what comes later comes behind. None where it is not known how far ingest has come.
 *
 * @param from UTC ms, the begin of a quarter: of it and all later ones the answers are complete, of earlier ones not
 * @param now UTC ms
 */
export async function readPeerAnswers(
  clickhouse: ClickHouse,
  { from, now }: { from: number; now: number },
): Promise<PeerAnswer[]> {
  const { asOf } = await readFreshness(clickhouse, now);
  if (asOf === null) return [];
  const rows = await clickhouse.query<Row>(
    answersQuery('peer_review', {
      from,
      until: asOf - SETTLED_MS,
      order: 'kafka_at, kafka_partition, kafka_offset, event_id',
    }),
  );
  return rows.flatMap((row) => {
    const answer = peerAnswerOf({ ...row, actorKind: row.actor_kind, at: row.occurred_ms });
    return answer ?? [];
  });
}

/**
 * Quality reviews and their items, as answered last. UTC ms; `to` is not in it.
 */
export async function readQualityAnswers(
  clickhouse: ClickHouse,
  { from, to, now }: { from: number; to: number; now: number },
): Promise<QualityAnswer[]> {
  const rows = await clickhouse.query<Row>(
    answersQuery('quality_review', { from, until: now, order: 'occurred_at, event_id' }),
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
function answersQuery(
  kind: keyof typeof LABELS,
  { from, until, order }: { from: number; until: number; order: string },
): Query {
  const text = (field: string) => `JSONExtractString(body, '${field}')`;
  return {
    sql: `SELECT concat(toString(toDate(opened_at)), ' ', conversation_id) AS conversation, ${text('survey_id')} AS survey, ${text('criterion')} AS criterion,
  ${text('agent_id')} AS agent, ${text('relation')} AS relation, ${text('review_id')} AS review,
  JSONExtractFloat(body, 'score') AS score, JSONExtractUInt(body, 'scale_max')::Float64 AS scale,
  actor_kind, actor_id AS actor, toUnixTimestamp64Milli(occurred_at)::Float64 AS occurred_ms
FROM events FINAL
WHERE (toDate(opened_at), conversation_id) IN (
    SELECT toDate(opened_at), conversation_id FROM facts
    WHERE fact = 'rating' AND label IN {labels:Array(String)} AND at >= fromUnixTimestamp64Milli({from:Int64})
  )
  AND stream = 'surveys' AND type = 'answered' AND ${text('kind')} = {kind:String}
  AND kafka_at < fromUnixTimestamp64Milli({until:Int64})
ORDER BY ${order}`,
    params: { kind, labels: LABELS[kind], from, until },
  };
}
