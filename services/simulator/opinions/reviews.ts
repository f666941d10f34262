import type { Actor } from '../../../schemas/types.ts';
import type { Center } from '../center.ts';
import { type Conversation, type EventLog, SYSTEM } from '../event-log.ts';
import { LEADS, leadOf } from '../people/agents.ts';
import { Random, trait } from '../random.ts';
import { HOUR, MINUTE } from '../units.ts';
import type { Service } from './surveys.ts';

/** Share of handled contacts after which quality assurance looks into one. */
const QUALITY_REVIEWED = 0.008;

/** The rubric of quality reviews: items with their weights. One of them fails the whole review. */
const RUBRIC = { accuracy: 3, tone: 2, process: 2, documentation: 1, privacy: 2 } as const;
const AUTO_FAIL = 'privacy';
const FAILED = 0.025;

/**
 * Has some contacts reviewed: whoever leads the team goes through the rubric on the day after, and gives the review's
 * score with it.
 */
export function reviewNowAndThen(
  center: Center,
  log: EventLog,
  conversation: Conversation,
  { agent, at: servedAt }: Service,
): void {
  // Of its own, so that how often is looked changes nothing of what happens.
  const random = new Random(center.seed, 'quality', conversation.id, servedAt);
  if (!random.chance(QUALITY_REVIEWED)) return;
  const reviewer: Actor = { kind: 'agent', id: leadOf(agent, 1 + random.integer(LEADS)) };
  const kind = 'quality_review';
  const review = { survey_id: `${conversation.id}-${kind}`, kind, agent_id: agent.id };
  const sentAt = servedAt + random.between(5, 50) * MINUTE;
  log.survey(conversation, sentAt, SYSTEM, { type: 'sent', ...review });
  const dayAfter = center.calendar.day(center.calendar.numberAt(servedAt) + 1);
  let at = Math.max(sentAt, dayAfter.startsAt + random.between(5, 13) * HOUR);
  const failed = random.chance(FAILED);
  let points = 0;
  let weights = 0;
  for (const [criterion, weight] of Object.entries(RUBRIC)) {
    at += random.between(0.3, 2) * MINUTE;
    const merit = 4 * (agent.quality + 0.1 * trait(`${agent.id}/${criterion}`) - 0.02);
    const given = Math.min(4, Math.max(0, Math.round(merit + 0.6 * random.normal())));
    const score = criterion === AUTO_FAIL ? (failed ? 0 : Math.max(1, given)) : given;
    points += (weight * score) / 4;
    weights += weight;
    const item = { survey_id: `${review.survey_id}-${criterion}`, kind, agent_id: agent.id };
    const answer = { score, scale_max: 4, criterion, review_id: review.survey_id };
    log.survey(conversation, at, reviewer, { type: 'answered', ...item, ...answer });
  }
  const score = failed ? 0 : Math.round((100 * points) / weights);
  log.survey(conversation, at + MINUTE / 4, reviewer, {
    type: 'answered',
    ...review,
    score,
    scale_max: 100,
    criterion: null,
  });
}
