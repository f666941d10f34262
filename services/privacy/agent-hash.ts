import type { OutgoingEvent } from '../domain/events/event.ts';
import type { Environment } from '../lib/config/environment.ts';
import { knownSecret, secretOf } from '../lib/config/kept-secret.ts';
import { LinewatchError } from '../lib/errors.ts';
import type { KnownAs } from './customer-hash.ts';
import { createIdHash, isHashed } from './id-hash.ts';

/** Hashes that are kept: agents are few, and stand in most events. */
const MAX_KEPT = 20_000;
/** Parts of events' ids that are digests or random are at least as long; numbers and times are shorter. */
const DIGEST_CHARS = 20;

/** Kinds of surveys in which people of the center judge each other. */
const REVIEWS: readonly string[] = ['peer_review', 'quality_review'];

/** Puts a keyed hash in the place of every agent's id, where the center wants that. */
export interface AgentHash {
  hash(id: string): string;
  /** An event's id in which nothing tells whose it is. */
  eventId(id: string, agents: readonly string[]): string;
  /** The id of a review, that its producer may have made of who gives it to whom. */
  reviewId(id: string): string;
}

/** Hashes as `createIdHash` does. */
export function createAgentHash(secret: string): AgentHash {
  const make = createIdHash(secret, 'agent');
  const makeDigest = createIdHash(secret, 'event');
  const kept = new Map<string, string>();

  function hash(id: string): string {
    const known = kept.get(id);
    if (known !== undefined) return known;
    const made = make(id);
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(id, made);
    return made;
  }

  return {
    hash,
    reviewId: makeDigest,
    eventId(id, agents) {
      const plain = agents.filter((agent) => agent !== '' && !isHashed(agent));
      if (plain.some((agent) => agent.includes(':') && id.includes(agent))) return makeDigest(id);
      const parts = id.split(':').map((part) => {
        if (plain.includes(part)) return hash(part);
        // Of a part that stays nothing changes, so that events of one instant keep their order.
        return part.length >= DIGEST_CHARS ? makeDigest(part) : part;
      });
      return parts.join(':');
    },
  };
}

const kept = ({ AGENT_ID_SECRET: given }: Environment) => ({ given, file: 'agent-id.secret' });

/**
 * What agents' ids are hashed with, by AGENT_ID_SECRET; null where they are kept as they come. On embedded servers a secret
 * is made once in the data folder; throws `AGENT_SECRET_NEEDED` where other servers are named and it is not set.
 */
export function agentHashOf(
  environment: Environment,
  { agentIds }: { agentIds: 'plain' | 'hashed' },
): AgentHash | null {
  if (agentIds === 'plain') return null;
  const missing = () =>
    new LinewatchError(
      'AGENT_SECRET_NEEDED',
      'AGENT_ID_SECRET is not set, and privacy.agentIds is hashed: set it to the same value for all processes, such as ' +
        'that of: openssl rand -hex 32',
    );
  return createAgentHash(secretOf(environment, kept(environment), missing));
}

/**
 * An event's value with agents' ids hashed: who acts, who it is given to, whom it is about. Changes the value that it is
 * given. Ids of events that tell of agents are changed too: of those that our sources make some have the agent in them, or
 * a digest of it that could be tried. So have those of reviews that agents give.
 */
export function hashAgents(value: OutgoingEvent['value'], { hash, eventId, reviewId }: AgentHash): void {
  const agents = agentsIn(value);
  if ('agent_id' in value || value.source === 'asterisk') value.event_id = eventId(value.event_id, agents);
  if (value.actor.kind === 'agent' && value.actor.id !== null) value.actor.id = hash(value.actor.id);
  if ('agent_id' in value) value.agent_id = hash(value.agent_id);
  const body: object = value.event;
  if (hasAgent(body) && body.agent_id !== null) body.agent_id = hash(body.agent_id);
  if (value.event.type === 'answered' && 'survey_id' in value.event && REVIEWS.includes(value.event.kind)) {
    const answer = value.event;
    answer.survey_id = reviewId(answer.survey_id);
    if (answer.review_id) answer.review_id = reviewId(answer.review_id);
  }
}

function agentsIn(value: OutgoingEvent['value']): string[] {
  const body: object = value.event;
  return [
    value.actor.kind === 'agent' ? value.actor.id : null,
    'agent_id' in value ? value.agent_id : null,
    hasAgent(body) ? body.agent_id : null,
  ].filter((id) => id !== null);
}

function hasAgent(body: object): body is { agent_id: string | null } {
  return 'agent_id' in body;
}

/** The ids that an agent may be stored under: as it is, and hashed by the secret in force and those before it. */
export function agentIdsOf(environment: Environment, plain: string): KnownAs[] {
  const current = knownSecret(environment, kept(environment));
  return [
    { id: plain, how: 'as it is' },
    ...(current === null
      ? []
      : [{ id: createAgentHash(current).hash(plain), how: 'hashed, the secret in force' }]),
    ...(environment.AGENT_ID_SECRETS_OLD ?? []).map((one, i) => ({
      id: createAgentHash(one).hash(plain),
      how: `hashed, old secret ${i + 1}`,
    })),
  ];
}
