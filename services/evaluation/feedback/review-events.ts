import { createHash } from 'node:crypto';
import type { SurveyAnswered, SurveyEvent } from '../../../schemas/types.ts';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { Relation } from '../../domain/feedback/peer-answer.ts';
import { type RubricItem, reviewScore } from '../../domain/feedback/quality.ts';
import { quarterAt, quarterBegin } from '../../domain/feedback/quarters.ts';
import type { Channel } from '../../domain/timeline/timeline.ts';

/** The best answer of the forms; the worst is 0. */
export const FORM_SCALE_MAX = 5;
/** A review as a whole is told in per cent. */
const REVIEW_SCALE_MAX = 100;

const SOURCE = 'linewatch';
const DAY_MS = 86_400_000;

export interface GivenScore {
  id: string;
  score: number;
}

interface Given {
  reviewer: string;
  agent: string;
  answers: readonly GivenScore[];
  /** Of this sending: sent again with the same, it counts once. */
  sending?: string | undefined;
  /** UTC ms. */
  at: number;
}

/**
 * A peer review as events. The same person's review of the same agent in the same relation on the same day (of UTC), on
 * the same conversation if one is named, is the same review: given again, it is changed. Nothing of it is put to that
 * conversation: all reviews of an agent in a quarter have one of their own, so that they come in one partition of Kafka,
 * in one order.
 */
export function peerReviewEvents({
  relation,
  about,
  ...given
}: Given & { relation: Relation; about?: string | undefined }): OutgoingEvent[] {
  const { reviewer, agent, answers, at } = given;
  const day = Math.floor(at / DAY_MS) * DAY_MS;
  const review = `peer-${hashOf(reviewer, agent, relation, about ?? null, day)}`;
  const quarter = quarterAt(at);
  const conversation = {
    id: `peers-${hashOf(agent, quarter)}`,
    openedAt: quarterBegin(quarter),
    channel: 'api' as const,
    queue: null,
  };
  return answers.map(({ id, score }) =>
    eventOf(given, conversation, {
      ...answerOf('peer_review', review, agent),
      score,
      scale_max: FORM_SCALE_MAX,
      criterion: id,
      relation,
      review_id: review,
    }),
  );
}

/** The conversation that a quality review is of. */
export interface ReviewedConversation {
  id: string;
  /** UTC ms. */
  openedAt: number;
  channel: Channel;
  queue: string | null;
}

/**
 * A quality review as events: one for each item, and one of what they come to. The same person's review of the same
 * agent in the same conversation is the same review: given again, it is changed.
 *
 * @param answers one for each item of the rubric
 */
export function qualityReviewEvents({
  conversation,
  rubric,
  ...given
}: Given & { conversation: ReviewedConversation; rubric: readonly RubricItem[] }): OutgoingEvent[] {
  const { reviewer, agent, answers } = given;
  const review = `quality-${hashOf(reviewer, agent, conversation.id)}`;
  const body = answerOf('quality_review', review, agent);
  const rated = answers.map(({ id, score }) => ({
    item: rubric.find((item) => item.id === id)!,
    share: score / FORM_SCALE_MAX,
  }));
  const items = answers.map(({ id, score }) =>
    eventOf(given, conversation, {
      ...body,
      score,
      scale_max: FORM_SCALE_MAX,
      criterion: id,
      review_id: review,
    }),
  );
  const score = REVIEW_SCALE_MAX * reviewScore(rated);
  return [
    ...items,
    eventOf(given, conversation, { ...body, score, scale_max: REVIEW_SCALE_MAX, criterion: null }),
  ];
}

type Answer = Omit<SurveyAnswered, 'type'>;

function answerOf(kind: string, review: string, agent: string) {
  return { survey_id: review, kind, agent_id: agent };
}

/** Its id is that of what was said, so that a double click is one answer. */
function eventOf(
  { reviewer, at, sending }: Given,
  { id, openedAt, channel, queue }: ReviewedConversation,
  answer: Answer,
): OutgoingEvent {
  const { survey_id, criterion, score, scale_max } = answer;
  const value: SurveyEvent = {
    event_id: `${survey_id}-${hashOf(criterion, score, scale_max, sending ?? null)}`,
    occurred_at: at,
    conversation_id: id,
    opened_at: openedAt,
    channel,
    source: SOURCE,
    actor: { kind: 'agent', id: reviewer },
    queue,
    customer: null,
    tags: [],
    event: { type: 'answered', ...answer },
  };
  return { topic: 'contact.surveys', value };
}

function hashOf(...parts: (string | number | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
}
