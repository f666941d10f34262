import type { FastifyRequest } from 'fastify';
import type { Role, Scope } from './principal.ts';

/** How a route keeps a caller that sees less than everything to what it may see. */
export interface Narrowing {
  /** Looks at the request before it is carried out; throws an `HttpProblem` where it reaches too far. */
  request?(request: FastifyRequest, scope: Scope): void | Promise<void>;
  /** Gives what may be seen of the answer; throws an `HttpProblem` where that is nothing. */
  answer?(payload: never, scope: Scope, request: FastifyRequest): unknown;
}

/** Who may use a route. */
export interface RouteAccess {
  /** `everyone`: also without a key, for what tells nothing of the contact center. */
  roles: readonly Role[] | 'everyone';
  /**
   * What a narrowed caller gets: `all`, where the answer is the same for everybody; `filters`, where the route takes
   * the dimensions as parameters, which are then bound to the caller's own values. Not given: nothing.
   */
  narrowed?: 'all' | 'filters' | Narrowing;
}

/** By method and path of the route, such as `GET /api/v1/alerts/:id`. What is not in it is for administrators. */
export type AccessTable = Readonly<Record<string, RouteAccess>>;

const ADMINISTRATORS: RouteAccess = { roles: ['admin'] };

/** @param route method and path as the table has them; a path that no route has is undefined */
export function accessOf(table: AccessTable, { method, url }: { method: string; url: string | undefined }) {
  return table[`${method === 'HEAD' ? 'GET' : method} ${url}`] ?? ADMINISTRATORS;
}

/** The routes that every service has. Health tells names of servers, figures tell of topics and rules. */
export const COMMON_ACCESS: AccessTable = {
  'GET /healthz': { roles: 'everyone' },
  'GET /readyz': { roles: 'everyone' },
  'GET /metrics': { roles: ['admin', 'monitor'] },
  'GET /openapi.json': { roles: 'everyone' },
};
