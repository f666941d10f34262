import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { type Fault, LinewatchError } from '../lib/errors.ts';

/** A fault of the request that the schema cannot see, such as an unknown metric. */
export class BadRequest extends LinewatchError {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super('BAD_REQUEST', faults.map((fault) => `${fault.path}: ${fault.message}`).join('; '));
    this.faults = faults;
  }
}

export class NotFound extends LinewatchError {
  constructor(what: string) {
    super('NOT_FOUND', `there is no ${what}`);
  }
}

/** RFC 9457, "Problem Details for HTTP APIs"; `code` is stable, `faults` has every fault at once. */
interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  code: string;
  detail?: string;
  faults?: readonly Fault[];
}

/** Answers every error as `application/problem+json`. What is our own fault is logged and not told. */
export function handleError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error);
  if (problem.status >= 500)
    request.log.error({ code: problem.code, error: error.message }, 'a request failed');
  if (problem.status === 503) reply.header('retry-after', '2');
  reply.code(problem.status).type('application/problem+json').send(problem);
}

function problemOf(error: FastifyError): Problem {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map((issue) => ({
      path: issue.instancePath.slice(1).replaceAll('/', '.') || (error.validationContext ?? 'request'),
      message: issue.message ?? 'is not valid',
    }));
    return problem(400, 'BAD_REQUEST', 'The request has faults', undefined, faults);
  }
  if (error instanceof BadRequest)
    return problem(400, error.code, 'The request has faults', undefined, error.faults);
  if (error instanceof NotFound) return problem(404, error.code, 'Not found', error.message);
  if (error instanceof LinewatchError && error.retriable) {
    return problem(503, error.code, 'ClickHouse cannot answer now', 'try again in a moment');
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return problem(error.statusCode, error.code, error.message);
  }
  return problem(500, 'INTERNAL', 'Something went wrong here', 'the log of the query service says more');
}

function problem(
  status: number,
  code: string,
  title: string,
  detail?: string,
  faults?: readonly Fault[],
): Problem {
  return {
    type: 'about:blank',
    title,
    status,
    code,
    ...(detail ? { detail } : {}),
    ...(faults ? { faults } : {}),
  };
}
