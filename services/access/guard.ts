import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from '../lib/http/problems.ts';
import type { Authenticate } from './authenticate.ts';
import { bindFilters } from './filters.ts';
import { isNarrowed, type Principal } from './principal.ts';
import { type AccessTable, accessOf, COMMON_ACCESS, type RouteAccess } from './table.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null where everybody may, not there where there are no keys. */
    principal?: Principal | null;
    /**
     * Whether the caller would still be let in, to the same. For answers that go on for long: a key may be taken away
     * and a token run out meanwhile. Null as `principal` is.
     */
    isStillLetIn?: (() => Promise<boolean>) | null;
  }
}

/** How callers prove who they are, and who may use which route. */
export interface Access {
  authenticate: Authenticate;
  table: AccessTable;
}

/** What of an app the guard needs. */
type Guarded = Pick<FastifyInstance, 'addHook' | 'decorateRequest'>;

/**
 * Lets only those in whom the table lets in, and keeps those who see less than everything to what they may see. To be
 * called before routes are registered. A route that the table forgets is closed, not open.
 */
export function guard(app: Guarded, { authenticate, table }: Access): void {
  app.decorateRequest('principal', null);
  app.decorateRequest('isStillLetIn', null);
  const whole = { ...COMMON_ACCESS, ...table };
  const of = (request: FastifyRequest): RouteAccess =>
    accessOf(whole, { method: request.method, url: request.routeOptions.url });
  const narrowedBy = (request: FastifyRequest): { principal: Principal; access: RouteAccess } | null =>
    request.principal && isNarrowed(request.principal)
      ? { principal: request.principal, access: of(request) }
      : null;

  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const { roles, narrowed } = of(request);
    if (roles === 'everyone') return;
    const principal = await identify(request, reply);
    request.principal = principal;
    request.isStillLetIn = () => isStill(principal, request.headers.authorization);
    request.log = request.log.child({ caller: principal.name });
    if (!roles.includes(principal.role) || (isNarrowed(principal) && narrowed === undefined)) {
      throw new HttpProblem(403, 'NOT_ALLOWED', 'This key may not do that', {
        detail: `it has the role ${principal.role}`,
      });
    }
  });

  /** Of who cannot be asked now nothing has changed. */
  async function isStill(principal: Principal, authorization: string | undefined): Promise<boolean> {
    try {
      return isDeepStrictEqual(await authenticate(authorization), principal);
    } catch (error) {
      return !isRefusal(error);
    }
  }

  async function identify(request: FastifyRequest, reply: FastifyReply): Promise<Principal> {
    try {
      return await authenticate(request.headers.authorization);
    } catch (error) {
      if (isRefusal(error)) reply.header('www-authenticate', 'Bearer');
      throw error;
    }
  }

  app.addHook('preValidation', async (request: FastifyRequest) => {
    const caller = narrowedBy(request);
    if (caller?.access.narrowed !== 'filters') return;
    request.query = bindFilters(request.query as Record<string, unknown>, caller.principal.scope);
  });

  app.addHook('preHandler', async (request: FastifyRequest) => {
    const caller = narrowedBy(request);
    if (typeof caller?.access.narrowed !== 'object') return;
    await caller.access.narrowed.request?.(request, caller.principal.scope);
  });

  app.addHook('preSerialization', async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    const caller = narrowedBy(request);
    if (typeof caller?.access.narrowed !== 'object' || reply.statusCode >= 400) return payload;
    const { answer } = caller.access.narrowed;
    if (answer === undefined) return payload;
    return answer(payload as never, caller.principal.scope, request);
  });
}

const isRefusal = (error: unknown) => error instanceof HttpProblem && error.problem.status === 401;
