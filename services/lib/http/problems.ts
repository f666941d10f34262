import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { type Fault, faultsWords, LinewatchError } from '../errors.ts';

/** RFC 9457, "Problem Details for HTTP APIs"; `code` is stable, `faults` has every fault at once. */
interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  code: string;
  detail?: string;
  faults?: readonly Fault[];
  [extension: string]: unknown;
}

interface ProblemOptions {
  detail?: string;
  faults?: readonly Fault[];
  /** Further members of the document. */
  extensions?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

/** An error that says itself how it is answered. */
export class HttpProblem extends LinewatchError {
  readonly problem: Problem;

  constructor(
    status: number,
    code: string,
    title: string,
    { detail, faults, extensions, cause }: ProblemOptions = {},
  ) {
    super(code, detail ?? title, { cause, retriable: status === 503 });
    this.problem = {
      type: 'about:blank',
      title,
      status,
      code,
      ...(detail === undefined ? {} : { detail }),
      ...(faults === undefined ? {} : { faults }),
      ...extensions,
    };
  }
}

/** Codes of what fastify itself refuses: its own codes may change with a version, ours may not. */
const CODES: Record<number, string> = {
  400: 'BAD_REQUEST',
  404: 'NOT_FOUND',
  408: 'REQUEST_TIMEOUT',
  413: 'BODY_TOO_LARGE',
  414: 'URL_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

const RETRY_AFTER_S = '2';

/** Answers every error as `application/problem+json`. What is our own fault is logged and not told. */
export function handleError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error);
  if (problem.status >= 500)
    request.log.error({ code: problem.code, error: error.message }, 'a request failed');
  if (problem.status === 503) reply.header('retry-after', RETRY_AFTER_S);
  reply.raw.statusMessage = reasonOf(problem);
  reply.code(problem.status).type('application/problem+json').send(problem);
}

const MAX_REASON = 400;

/** What is wrong, on the status line: Grafana's data source Infinity shows that and not the document. */
function reasonOf({ title, detail, faults }: Problem): string {
  const words = detail ?? (faults ? `${title}: ${faultsWords(faults)}` : title);
  const text = words.replaceAll(/[^\x20-\x7e]+/g, '?');
  return text.length > MAX_REASON ? `${text.slice(0, MAX_REASON)}...` : text;
}

/** Answers what no route is for. */
export function handleNotFound(request: FastifyRequest, reply: FastifyReply): void {
  handleError(new HttpProblem(404, 'NOT_FOUND', 'Not found') as unknown as FastifyError, request, reply);
}

/** Answers an address that no route can be looked up by; `error` repeats it, and this does not. */
export function handleBadAddress(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const problem =
    error.statusCode === 414
      ? new HttpProblem(414, 'URL_TOO_LONG', 'A part of the address is too long')
      : new HttpProblem(400, 'BAD_URL', 'The address is not valid', {
          detail: 'a % must be followed by two hex digits, and what they say must be UTF-8',
        });
  handleError(problem as unknown as FastifyError, request, reply);
}

function problemOf(error: FastifyError): Problem {
  if (error instanceof HttpProblem) return error.problem;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map((issue) => ({
      path: issue.instancePath.slice(1).replaceAll('/', '.') || (error.validationContext ?? 'request'),
      message: issue.message ?? 'is not valid',
    }));
    return new HttpProblem(400, 'BAD_REQUEST', 'The request has faults', { faults }).problem;
  }
  if (error instanceof LinewatchError && error.retriable) {
    return new HttpProblem(503, error.code, 'A server that this needs cannot answer now', {
      detail: 'try again in a moment',
    }).problem;
  }
  const status = error.statusCode ?? 500;
  if (status < 500) return new HttpProblem(status, CODES[status] ?? 'REFUSED', error.message).problem;
  return new HttpProblem(500, 'INTERNAL', 'Something went wrong here', {
    detail: 'the log of the service says more',
  }).problem;
}
