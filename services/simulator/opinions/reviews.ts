import type { Actor } from '../../../schemas/types.ts';
import type { Center } from '../center.ts';
import { type Conversation, type EventLog, SYSTEM } from '../event-log.ts';
import type { Agent } from '../people/agents.ts';
import { type Random, trait } from '../random.ts';
import { HOUR, MINUTE } from '../units.ts';
import type { Service } from './surveys.ts';

/** Who is asked how it is to work with an agent, after what share of handled contacts: a dozen times a quarter. */
const PEER_REVIEWED = { colleague: 0.008, supervisor: 0.0035, self: 0.0012 } as const;
type Relation = keyof typeof PEER_REVIEWED;
/** Share of handled contacts after which quality assurance looks into one. */
const QUALITY_REVIEWED = 0.008;

const DIMENSIONS = ['collaboration', 'knowledge', 'courtesy', 'reliability'] as const;
/** People lead a team in turn, with ids such as lead-billing-2. */
const LEADS = 3;

/** The rubric of quality reviews: items with their weights. One of them fails the whole review. */
const RUBRIC = { accuracy: 3, tone: 2, process: 2, documentation: 1, privacy: 2 } as const;
const AUTO_FAIL = 'privacy';
const FAILED = 0.025;

/** Has some contacts reviewed: the quality of the work, or (360-degree review) how it is to work with the agent. */
export function reviewNowAndThen(
  center: Center,
  log: EventLog,
  conversation: Conversation,
  service: Service,
  random: Random,
): void {
  let draw = random.next() - QUALITY_REVIEWED;
  if (draw < 0) reviewQuality(center, log, conversation, service, random);
  for (const relation of Object.keys(PEER_REVIEWED) as Relation[]) {
    if (draw < 0) return;
    draw -= PEER_REVIEWED[relation];
    if (draw < 0) reviewPeer(center, log, conversation, service, relation, random);
  }
}

/** The reviewer answers on the next working day, one dimension at a time; some leave one out. */
function reviewPeer(
  center: Center,
  log: EventLog,
  conversation: Conversation,
  { agent, at: servedAt }: Service,
  relation: Relation,
  random: Random,
): void {
  const reviewer = reviewerOf(center, agent, servedAt, relation, random);
  if (reviewer === null) return;
  const kind = 'peer_review';
  const sentAt = servedAt + random.between(5, 50) * MINUTE;
  const mood = 0.4 * random.normal() + (relation === 'self' ? 0.5 : 0);
  let at = Math.max(sentAt, reviewer.at);
  for (const criterion of DIMENSIONS) {
    const about = { survey_id: `${conversation.id}-${kind}-${criterion}`, kind, agent_id: agent.id };
    log.survey(conversation, sentAt, SYSTEM, { type: 'sent', ...about });
    at += random.between(0.3, 2.5) * MINUTE;
    if (random.chance(0.1)) continue;
    const merit = 2.9 + 1.9 * trait(`${agent.id}/${criterion}`);
    const score = Math.min(5, Math.max(1, Math.round(merit + mood + 0.5 * random.normal())));
    const answer = { score, scale_max: 5, criterion, relation };
    log.survey(conversation, at, reviewer.actor, { type: 'answered', ...about, ...answer });
  }
}

/** Whoever leads the team goes through the rubric on the next working day, and gives the review's score with it. */
function reviewQuality(
  center: Center,
  log: EventLog,
  conversation: Conversation,
  { agent, at: servedAt }: Service,
  random: Random,
): void {
  const reviewer = reviewerOf(center, agent, servedAt, 'supervisor', random);
  if (reviewer === null) return;
  const kind = 'quality_review';
  const review = { survey_id: `${conversation.id}-${kind}`, kind, agent_id: agent.id };
  const sentAt = servedAt + random.between(5, 50) * MINUTE;
  log.survey(conversation, sentAt, SYSTEM, { type: 'sent', ...review });
  let at = Math.max(sentAt, reviewer.at);
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
    log.survey(conversation, at, reviewer.actor, { type: 'answered', ...item, ...answer });
  }
  const score = failed ? 0 : Math.round((100 * points) / weights);
  log.survey(conversation, at + MINUTE / 4, reviewer.actor, {
    type: 'answered',
    ...review,
    score,
    scale_max: 100,
    criterion: null,
  });
}

/** Who reviews an agent, and when on the day after; null where nobody is there. */
function reviewerOf(
  center: Center,
  agent: Agent,
  servedAt: number,
  relation: Relation,
  random: Random,
): { actor: Actor; at: number } | null {
  const day = center.calendar.numberAt(servedAt) + 1;
  if (relation === 'supervisor') {
    const id = `lead-${agent.crew.team}-${1 + random.integer(LEADS)}`;
    return {
      actor: { kind: 'agent', id },
      at: center.calendar.day(day).startsAt + random.between(5, 13) * HOUR,
    };
  }
  const shifts = center.roster(day).filter(({ agent: other, sick }) => {
    const self = other.id === agent.id;
    return !sick && (relation === 'self' ? self : !self && other.crew.team === agent.crew.team);
  });
  if (shifts.length === 0) return null;
  const shift = random.pick(shifts);
  return { actor: shift.agent.actor, at: random.between(shift.startsAt + HOUR, shift.endsAt - HOUR / 2) };
}
