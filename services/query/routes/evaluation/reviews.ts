import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { isWithin, type Principal } from '../../../access/principal.ts';
import type { OutgoingEvent } from '../../../domain/events/event.ts';
import { eventFaults } from '../../../domain/events/rules.ts';
import { findConversation, hadPart, teamOfAgent } from '../../../evaluation/feedback/known.ts';
import {
  FORM_SCALE_MAX,
  peerReviewEvents,
  qualityReviewEvents,
} from '../../../evaluation/feedback/review-events.ts';
import type { Fault } from '../../../lib/errors.ts';
import { HttpProblem } from '../../../lib/http/problems.ts';
import type { Intake } from '../../../lib/kafka/intake.ts';
import { actorOf, faultsOfActor } from '../../acting.ts';
import type { RouteDeps } from '../../deps.ts';
import { refuse } from '../parameters.ts';

const id = z.string().min(1).max(200);
const common = {
  agent: id.describe('Whom it is about'),
  answers: z
    .array(z.strictObject({ id, score: z.int().min(0).max(FORM_SCALE_MAX) }))
    .min(1)
    .max(100)
    .describe('Of `GET /api/v1/feedback/forms`; 0 is the worst'),
  id: id.optional().describe('Of this sending: sent again with the same id, it counts once'),
  by: id.optional().describe('Who gives it, where there are no keys'),
};
const body = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('peer_review'),
    relation: z.enum(['colleague', 'supervisor', 'self']),
    conversation: id.optional().describe('Tells reviews of one day apart; it is not stored with them'),
    ...common,
  }),
  z.strictObject({ kind: z.literal('quality_review'), conversation: id, ...common }),
]);
type Review = z.output<typeof body>;
type QualityReview = Extract<Review, { kind: 'quality_review' }>;

const LEADERS: readonly string[] = ['admin', 'manager', 'supervisor'];

/** `POST /api/v1/feedback`: gives a review; 202 once Kafka has it. Whoever gives it is who the key says. */
export const reviewsRoute =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = { body, tags: ['evaluation'], summary: 'Gives a review; 202 once Kafka has it' };
    app.post('/api/v1/feedback', { schema }, async (request, reply) => {
      const review = request.body;
      const { principal } = request;
      const faults = faultsOfActor(request, review.by);
      const reviewer = faults.length > 0 ? '' : reviewerOf(deps, principal, actorOf(request, review.by));
      const given = {
        reviewer,
        agent: review.agent,
        answers: review.answers,
        sending: review.id,
        at: deps.now(),
      };
      const team = await teamOfAgent(deps, review.agent);
      if (team === null) faults.push({ path: 'agent', message: 'there is no agent with this id' });
      else if (reviewer !== '') checkRight(review, given.reviewer, principal, team, faults);
      checkAnswers(review, deps, faults);
      const events =
        review.kind === 'peer_review'
          ? peerReviewEvents({ ...given, relation: review.relation, about: review.conversation })
          : await qualityEvents(review, given, deps, principal, faults);
      refuse(faults);
      refuse(events.flatMap(eventFaults));
      const bytes = Number(request.headers['content-length'] ?? 0);
      // Not with the request's own log: it would say who gave which.
      await intakeOf(deps).accept(events, bytes, { debug() {}, warn: deps.log.warn.bind(deps.log) });
      return reply.code(202).send({ accepted: review.answers.length });
    });
  };

/**
 * An agent is known by its own id, so that nobody is two people. Hashed before ids of events are made of it, where ids of
 * agents are: those could be tried.
 */
function reviewerOf({ agents }: RouteDeps, principal: Principal | null | undefined, name: string): string {
  const reviewer = (principal?.role === 'agent' ? principal.scope.agent?.[0] : undefined) ?? name;
  return agents?.hash(reviewer) ?? reviewer;
}

/** What the reviewer may be to the agent: itself, a colleague, or who leads it. */
function checkRight(
  review: Review,
  reviewer: string,
  principal: Principal | null | undefined,
  team: string,
  faults: Fault[],
): void {
  const { kind, agent } = review;
  if (kind === 'peer_review' && (review.relation === 'self') !== (reviewer === agent))
    faults.push({ path: 'relation', message: 'is self where one reviews oneself, and only there' });
  if (!principal) return;
  const isLeader = LEADERS.includes(principal.role);
  const { scope } = principal;
  // Whoever leads queues leads what is done in them, not the people.
  const leads = scope.team === undefined ? scope.queue === undefined : scope.team.includes(team);
  if (isLeader && !leads && (kind === 'peer_review' || scope.team !== undefined))
    throw notAllowed('it does not lead the team of the agent');
  if (kind === 'quality_review') {
    if (!isLeader) throw notAllowed('quality reviews are given by those who lead');
  } else if (isLeader && review.relation === 'colleague') throw notAllowed('who leads reviews as supervisor');
  else if (!isLeader && review.relation === 'supervisor')
    throw notAllowed('an agent reviews as colleague, or itself');
}

function notAllowed(detail: string): HttpProblem {
  return new HttpProblem(403, 'NOT_ALLOWED', 'This key may not give that review', { detail });
}

function checkAnswers(review: Review, { center }: RouteDeps, faults: Fault[]): void {
  const { peer, quality } = center().reviews;
  const asked: readonly { id: string; autoFail?: boolean }[] =
    review.kind === 'peer_review' ? peer.dimensions : quality.items;
  review.answers.forEach(({ id: answered, score }, i) => {
    const item = asked.find((one) => one.id === answered);
    const isTwice = review.answers.findIndex((one) => one.id === answered) < i;
    if (item === undefined)
      faults.push({
        path: `answers.${i}.id`,
        message: `is none of ${asked.map((one) => one.id).join(', ')}`,
      });
    else if (isTwice) faults.push({ path: `answers.${i}.id`, message: 'is answered twice' });
    else if (item.autoFail && score !== 0 && score !== FORM_SCALE_MAX)
      faults.push({ path: `answers.${i}.score`, message: `must be 0 (failed) or ${FORM_SCALE_MAX}` });
  });
  const missing = asked.filter((one) => !review.answers.some((answer) => answer.id === one.id));
  if (review.kind === 'quality_review' && missing.length > 0)
    faults.push({ path: 'answers', message: `also ${missing.map((one) => one.id).join(', ')}` });
}

async function qualityEvents(
  review: QualityReview,
  given: Omit<Parameters<typeof peerReviewEvents>[0], 'relation' | 'about'>,
  deps: RouteDeps,
  principal: Principal | null | undefined,
  faults: Fault[],
): Promise<OutgoingEvent[]> {
  const conversation = await findConversation(deps.clickhouse, review.conversation);
  if (conversation === null || !isWithin(principal?.scope ?? {}, conversation)) {
    faults.push({ path: 'conversation', message: 'there is no conversation with this id' });
    return [];
  }
  if (!(await hadPart(deps.clickhouse, conversation, review.agent)))
    faults.push({ path: 'agent', message: 'had no part in this conversation' });
  if (faults.length > 0) return [];
  return qualityReviewEvents({ ...given, conversation, rubric: deps.center().reviews.quality.items });
}

function intakeOf({ intake }: RouteDeps): Intake {
  if (intake !== undefined) return intake;
  throw new HttpProblem(503, 'KAFKA_UNAVAILABLE', 'Kafka does not acknowledge', {
    detail: 'this service has no Kafka: reviews cannot be given here',
  });
}
