import type { Actor } from '../../../schemas/types.ts';
import { type Conversation, type EventLog, SYSTEM } from '../event-log.ts';
import type { Agent } from '../people/agents.ts';
import type { SimulatedChannel } from '../profile.ts';
import type { Random } from '../random.ts';
import { DAY, MINUTE, SECOND } from '../units.ts';

/** What a customer judges. */
export interface Service {
  agent: Agent;
  /** When it ended, UTC ms. */
  at: number;
  waitedMs: number;
  resolved: boolean | null;
  complains: boolean;
}

type Kind = 'csat' | 'nps' | 'ces';

const ASKED: Record<SimulatedChannel, number> = {
  voice: 0.2,
  chat: 0.35,
  messaging: 0.3,
  email: 0.4,
  web: 0.4,
};
const ANSWERS: Record<SimulatedChannel, number> = {
  voice: 0.13,
  chat: 0.3,
  messaging: 0.24,
  email: 0.19,
  web: 0.17,
};
/** Opinions come within this time or never. */
const LATEST_ANSWER_MS = 2 * DAY;

/** Asks some customers how it was; some of them answer, most of those soon. */
export function askForOpinion(
  log: EventLog,
  conversation: Conversation,
  customer: Actor,
  service: Service,
  random: Random,
): void {
  if (!random.chance(ASKED[conversation.channel])) return;
  const kind = kindOf(random.next());
  const about = {
    survey_id: `${conversation.id}-${kind}-${Math.round(service.at)}`,
    kind,
    agent_id: service.agent.id,
  };
  const sentAt = service.at + random.between(5, 60) * SECOND;
  log.survey(conversation, sentAt, SYSTEM, { type: 'sent', ...about });
  const feeling = feelingOf(service, random);
  // Those who are angry answer more often.
  if (!random.chance(ANSWERS[conversation.channel] * (feeling < 0.45 ? 1.3 : 1))) return;
  const written = conversation.channel === 'voice' || conversation.channel === 'chat';
  const delay = random.duration({ medianMs: (written ? 2 : 90) * MINUTE, sigma: 1.3 });
  const answer = scoreOf(kind, feeling);
  const answeredAt = sentAt + 4 * SECOND + Math.min(delay, LATEST_ANSWER_MS);
  log.survey(conversation, answeredAt, customer, { type: 'answered', ...about, ...answer, criterion: null });
}

function kindOf(draw: number): Kind {
  return draw < 0.7 ? 'csat' : draw < 0.88 ? 'nps' : 'ces';
}

/** From 0 (furious) to 1 (delighted): the agent's work, less what the wait, a missing solution and the matter spoilt. */
function feelingOf({ agent, waitedMs, resolved, complains }: Service, random: Random): number {
  const wait = Math.min(0.3, 0.06 * Math.max(0, Math.log2(waitedMs / MINUTE)));
  const unsolved = resolved === false ? 0.35 : 0;
  const upset = complains ? 0.18 : 0;
  return Math.min(1, Math.max(0, agent.quality + 0.16 * random.normal() - wait - unsolved - upset));
}

function scoreOf(kind: Kind, feeling: number): { score: number; scale_max: number } {
  if (kind === 'csat') return { score: above(feeling, [0.32, 0.44, 0.56, 0.7]) + 1, scale_max: 5 };
  if (kind === 'ces') return { score: above(feeling, [0.25, 0.37, 0.47, 0.57, 0.68, 0.8]) + 1, scale_max: 7 };
  const borders = [0.12, 0.2, 0.27, 0.34, 0.4, 0.5, 0.56, 0.63, 0.72, 0.82];
  return { score: above(feeling, borders), scale_max: 10 };
}

function above(value: number, borders: readonly number[]): number {
  return borders.filter((border) => value >= border).length;
}
