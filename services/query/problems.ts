import type { Fault } from '../lib/errors.ts';
import { HttpProblem } from '../lib/http/problems.ts';

/** Faults of the request that its schema cannot see, such as an unknown metric; all at once. */
export function badRequest(faults: readonly Fault[]): HttpProblem {
  return new HttpProblem(400, 'BAD_REQUEST', 'The request has faults', { faults });
}

export function notFound(what: string): HttpProblem {
  return new HttpProblem(404, 'NOT_FOUND', 'Not found', { detail: `there is no ${what}` });
}
