import { quarterAt } from './quarters.ts';

/** What somebody who gives a review is to the agent whom it is about. */
export const RELATIONS = ['colleague', 'supervisor', 'self', 'customer'] as const;
export type Relation = (typeof RELATIONS)[number];

/** What a review rated where it does not say. */
export const UNNAMED_DIMENSION = 'overall';

/** An answer of a peer review as it came. Empty strings stand for "not said". */
export interface GivenAnswer {
  /** With the day of its opening: they tell conversations apart together. */
  conversation: string;
  survey: string;
  criterion: string;
  agent: string;
  actorKind: string;
  actor: string;
  relation: string;
  score: number;
  scale: number;
  /** UTC ms. */
  at: number;
  /** Of Kafka; answers of one come in one order, answers of two in any. */
  partition: number;
}

/** An answer that counts: of a known person, about a known agent. */
export interface PeerAnswer {
  /** One question of one review to one person: who answers it again means the same answer. */
  question: string;
  agent: string;
  /** The same for the same person. */
  reviewer: string;
  relation: Relation;
  dimension: string;
  quarter: string;
  partition: number;
  /** In whole steps of the scale. */
  score: number;
  scale: number;
}

/**
 * The answer as it counts; null where it cannot. Somebody without an id could be anybody, also one of the others. Only
 * the answer itself says whom it is about: what comes on another event may come later, and would move the answer.
 *
 * Scores count in whole steps: one with digits of its own could be read from a sum of several.
 */
export function peerAnswerOf(given: GivenAnswer): PeerAnswer | null {
  const { agent, actor, actorKind, survey, criterion, conversation, scale, partition } = given;
  const relation = relationOf(given);
  if (agent === '' || actor === '' || relation === null) return null;
  const reviewer = `${actorKind === 'customer' ? 'customer' : 'staff'} ${actor}`;
  return {
    question: JSON.stringify([partition, conversation, survey, criterion, reviewer]),
    agent,
    reviewer,
    relation,
    dimension: criterion || UNNAMED_DIMENSION,
    quarter: quarterAt(given.at),
    partition,
    score: Math.round(given.score),
    scale,
  };
}

/** Whoever reviews itself is no other, whatever it calls itself; and nobody else is. */
function relationOf({ agent, actor, actorKind, relation }: GivenAnswer): Relation | null {
  if (actorKind === 'customer') return 'customer';
  if (actor === agent) return 'self';
  if (relation === 'self' || relation === 'customer') return null;
  return relation === 'supervisor' ? 'supervisor' : 'colleague';
}
