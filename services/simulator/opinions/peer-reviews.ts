import type { Actor } from '../../../schemas/types.ts';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import { quarterAt, quarterBegin } from '../../domain/feedback/quarters.ts';
import type { CenterDay } from '../calendar.ts';
import type { Center } from '../center.ts';
import { EventLog, type ReviewFolder } from '../event-log.ts';
import { type Agent, LEADS, leadOf } from '../people/agents.ts';
import type { Shift } from '../people/roster.ts';
import { Random, trait } from '../random.ts';
import { HOUR, MINUTE } from '../units.ts';

/** Each agent is reviewed once in so many weeks, on one of their first five days. */
const EVERY_WEEKS = 4;
const WEEKDAYS = 5;
/** Of those who work with the agent that day, so many are asked; of those who lead it, all. */
const COLLEAGUES = 5;
const DIMENSIONS = ['collaboration', 'knowledge', 'courtesy', 'reliability'] as const;
const LEFT_OUT = 0.1;

type Relation = 'colleague' | 'supervisor' | 'self';

interface Reviewer {
  actor: Actor & { id: string };
  relation: Relation;
  /** When the reviewer has time for it, UTC ms. */
  at: number;
}

/**
 * The 360-degree reviews of one day: whose turn it is are reviewed by colleagues, by all who lead them, and by
 * themselves. Everybody does so at work on that day, so all of it lies within the day.
 */
export function peerReviewEvents(center: Center, day: CenterDay): OutgoingEvent[] {
  const log = new EventLog(`${center.idPrefix(day.date)}p`);
  for (const [place, agent] of center.agents.entries())
    if (isItsTurn(place, day)) {
      const random = new Random(center.seed, 'peers', day.number, agent.id);
      for (const reviewer of reviewersOf(center, agent, day, random))
        review(center, log, agent, day, reviewer, random);
    }
  return log.events;
}

/** Whether an event is one of these. */
export const isPeerReview = ({ topic, value }: OutgoingEvent): boolean =>
  topic === 'contact.surveys' && value.event.kind === 'peer_review';

function isItsTurn(place: number, { week, weekday }: CenterDay): boolean {
  return (
    weekday <= WEEKDAYS && (week % EVERY_WEEKS) * WEEKDAYS + weekday - 1 === place % (EVERY_WEEKS * WEEKDAYS)
  );
}

function reviewersOf(center: Center, agent: Agent, day: CenterDay, random: Random): Reviewer[] {
  const team = center
    .roster(day.number)
    .filter((shift) => !shift.sick && shift.agent.crew.team === agent.crew.team);
  const atWork = ({ startsAt, endsAt }: Shift) => random.between(startsAt + HOUR, endsAt - HOUR / 2);
  const reviewers: Reviewer[] = [];
  const self = team.find((shift) => shift.agent.id === agent.id);
  if (self !== undefined) reviewers.push({ actor: agent.actor, relation: 'self', at: atWork(self) });
  const colleagues = team.filter((shift) => shift !== self);
  for (let asked = 0; asked < COLLEAGUES && colleagues.length > 0; asked++) {
    const [shift] = colleagues.splice(random.integer(colleagues.length), 1);
    reviewers.push({ actor: shift!.agent.actor, relation: 'colleague', at: atWork(shift!) });
  }
  for (let number = 1; number <= LEADS; number++) {
    const actor = { kind: 'agent' as const, id: leadOf(agent, number) };
    reviewers.push({ actor, relation: 'supervisor', at: day.startsAt + random.between(5, 13) * HOUR });
  }
  return reviewers;
}

/** Answers one dimension at a time; some leave one out. */
function review(
  center: Center,
  log: EventLog,
  agent: Agent,
  { date }: CenterDay,
  { actor, relation, at: begunAt }: Reviewer,
  random: Random,
): void {
  const id = `peer-${agent.id}-${date}-${actor.id}`;
  const mood = 0.4 * random.normal() + (relation === 'self' ? 0.5 : 0);
  let at = Math.round(begunAt);
  for (const criterion of DIMENSIONS) {
    at += Math.round(random.between(0.3, 2.5) * MINUTE);
    if (random.chance(LEFT_OUT)) continue;
    const merit = 2.9 + 1.9 * trait(`${agent.id}/${criterion}`);
    const score = Math.min(5, Math.max(1, Math.round(merit + mood + 0.5 * random.normal())));
    const about = { survey_id: id, review_id: id, kind: 'peer_review', agent_id: agent.id };
    const answer = { score, scale_max: 5, criterion, relation };
    log.survey(folderOf(center, agent, at), at, actor, { type: 'answered', ...about, ...answer });
  }
}

/**
 * All reviews of an agent in a quarter are put to one conversation, as those are that are given over the API: so they
 * come in one partition of Kafka, and blocks of three fill up.
 */
function folderOf({ idPrefix }: Center, { id }: Agent, at: number): ReviewFolder {
  const quarter = quarterAt(at);
  return {
    id: idPrefix(`peers-${id}-${quarter}`).slice(0, -1),
    openedAt: quarterBegin(quarter),
    channel: 'api',
    queue: null,
    customer: null,
    tags: [],
  };
}
