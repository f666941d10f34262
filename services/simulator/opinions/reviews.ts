import type { CenterDay } from '../calendar.ts';
import type { Center } from '../center.ts';
import { type Conversation, type EventLog, SYSTEM } from '../event-log.ts';
import type { Agent } from '../people/agents.ts';
import type { Random } from '../random.ts';
import { HOUR, MINUTE } from '../units.ts';
import type { Service } from './surveys.ts';

/** Share of handled contacts after which quality assurance listens in, or a colleague is asked. */
const QUALITY_REVIEWED = 0.02;
const PEER_REVIEWED = 0.012;

const QUALITY = ['accuracy', 'tone', 'process'] as const;
const PEER = ['collaboration', 'knowledge_sharing', 'reliability'] as const;

/**
 * Has some contacts reviewed by somebody of the agent's team: the quality of the work, or (360-degree review)
 * how it is to work with the agent. The reviewer answers on the next working day, one criterion at a time.
 */
export function reviewNowAndThen(
  center: Center,
  log: EventLog,
  conversation: Conversation,
  service: Service,
  day: CenterDay,
  random: Random,
): void {
  const draw = random.next();
  if (draw >= QUALITY_REVIEWED + PEER_REVIEWED) return;
  const quality = draw < QUALITY_REVIEWED;
  const reviewer = colleagueAtWork(center, service.agent, day.number + 1, random);
  if (reviewer === null) return;
  const kind = quality ? 'quality_review' : 'peer_review';
  const sentAt = service.at + random.between(5, 50) * MINUTE;
  let at = Math.max(sentAt, reviewer.at);
  for (const criterion of quality ? QUALITY : PEER) {
    const about = { survey_id: `${conversation.id}-${kind}-${criterion}`, kind, agent_id: service.agent.id };
    log.survey(conversation, sentAt, SYSTEM, { type: 'sent', ...about });
    at += random.between(0.3, 2.5) * MINUTE;
    if (!quality && random.chance(0.2)) continue;
    const score = Math.round(5 * (service.agent.quality + 0.06) + 0.6 * random.normal());
    const answer = { score: Math.min(5, Math.max(1, score)), scale_max: 5, criterion };
    log.survey(conversation, at, reviewer.agent.actor, { type: 'answered', ...about, ...answer });
  }
}

function colleagueAtWork(
  center: Center,
  agent: Agent,
  day: number,
  random: Random,
): { agent: Agent; at: number } | null {
  const team = center
    .roster(day)
    .filter(
      (shift) => shift.agent.crew.team === agent.crew.team && shift.agent.id !== agent.id && !shift.sick,
    );
  if (team.length === 0) return null;
  const shift = random.pick(team);
  return { agent: shift.agent, at: random.between(shift.startsAt + HOUR, shift.endsAt - HOUR / 2) };
}
