import type { FastifyRequest } from 'fastify';
import type { Side } from '../../../domain/rounds/round.ts';
import { HttpProblem } from '../../../lib/http/problems.ts';

/**
 * Agreement takes two: with keys, nobody but the agent itself confirms and answers as agent, and no agent as its
 * supervisor. Without keys nobody proves who they are, and `by` says it.
 *
 * @throws HttpProblem 403
 */
export function mayActFor({ principal }: Pick<FastifyRequest, 'principal'>, as: Side, agent: string): void {
  if (!principal) return;
  const isAgent = principal.role === 'agent';
  const may = as === 'agent' ? isAgent && (principal.scope.agent?.includes(agent) ?? false) : !isAgent;
  if (may) return;
  throw new HttpProblem(403, 'NOT_ALLOWED', 'This key may not do that', {
    detail:
      as === 'agent' ? `only ${agent} may do that, with a key of its own` : 'an agent is not its supervisor',
  });
}
