import type { Scope } from '../access/principal.ts';
import { type GoalOf, ownerOf } from '../center/config/goal.ts';
import type { ContactCenter } from '../center/contact-center.ts';
import { HttpProblem } from '../lib/http/problems.ts';

type Whose = { readonly [of in GoalOf]?: string | undefined };

/**
 * Whether what is of a team, a queue or an agent lies wholly within a scope: teams with all that they and their agents
 * do, queues, or oneself. A team is not within some queues, even if they are all it has: it may have done other things.
 */
export function owns(
  scope: Scope,
  { of, id }: { of: GoalOf; id: string },
  { agents, queues }: ContactCenter,
): boolean {
  const team = of === 'team' ? id : (of === 'queue' ? queues : agents).find((one) => one.id === id)?.team;
  const isWithin = { team, queue: of === 'queue' ? id : undefined, agent: of === 'agent' ? id : undefined };
  return Object.entries(scope).every(([dimension, own]) => own.includes(isWithin[dimension as GoalOf]!));
}

/** Goals of one's own, and those of all: of what is told of these see `Goals.now`. */
export function mayReadGoal(scope: Scope, goal: Whose, center: ContactCenter): boolean {
  const owner = ownerOf(goal);
  return owner === null || owns(scope, owner, center);
}

/** @throws HttpProblem 403 unless everything that is set or changed is the caller's own; what is everybody's is nobody's own */
export function requireOwn(
  scope: Scope,
  owners: readonly { of: GoalOf; id: string }[],
  center: ContactCenter,
): void {
  if (Object.keys(scope).length === 0) return;
  if (owners.length > 0 && owners.every((owner) => owns(scope, owner, center))) return;
  const own = Object.entries(scope).map(([dimension, values]) => `${dimension} ${values.join(', ')}`);
  throw new HttpProblem(403, 'NOT_ALLOWED', 'This key may not change that', {
    detail: `it may set what is of its own alone: ${own.join('; ')}`,
  });
}
