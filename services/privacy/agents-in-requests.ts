import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Authenticate } from '../access/authenticate.ts';
import type { AgentHash } from './agent-hash.ts';

/** Who comes in, seeing those agents' figures that the key names: under the ids that are stored. */
export function withHashedScope(
  authenticate: Authenticate | undefined,
  agents: AgentHash | null,
): Authenticate | undefined {
  if (authenticate === undefined || agents === null) return authenticate;
  return async (authorization) => {
    const principal = await authenticate(authorization);
    const { agent } = principal.scope;
    return agent === undefined
      ? principal
      : { ...principal, scope: { ...principal.scope, agent: agent.map(agents.hash) } };
  };
}

/**
 * Agents that a request names by the ids that other systems know them by are those that are stored: `agent` of its
 * parameters, of its body and of the labels of a silence. To be called before the guard, which compares them with the
 * scope.
 */
export function hashAgentsOfRequests(app: Pick<FastifyInstance, 'addHook'>, agents: AgentHash | null): void {
  if (agents === null) return;
  app.addHook('preValidation', async (request: FastifyRequest) => {
    request.query = hashed(request.query, agents);
    const body = hashed(request.body, agents) as { matchers?: unknown } | null | undefined;
    request.body =
      isObject(body) && isObject(body.matchers) ? { ...body, matchers: hashed(body.matchers, agents) } : body;
  });
}

/** What is no text is left for the route to refuse. */
function hashed(fields: unknown, { hash }: AgentHash): unknown {
  if (!isObject(fields) || !('agent' in fields)) return fields;
  const one = (value: unknown) => (typeof value === 'string' ? hash(value) : value);
  const { agent } = fields;
  return { ...fields, agent: Array.isArray(agent) ? agent.map(one) : one(agent) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
