import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { LinewatchError } from '../../lib/errors.ts';
import { HttpProblem } from '../../lib/http/problems.ts';
import { parseJson } from '../json-body.ts';
import { headerOf, isSecret } from '../webhooks/signature.ts';
import type { SourceTools } from './tools.ts';

/** Requests and answers of Amazon Data Firehose's HTTP endpoints, protocol version 1.0. */

/**
 * Largest body, compressed or not. Firehose's smallest buffer for an HTTP endpoint is 1 MiB before base64, and it may
 * hold one more record of nearly 1 MiB; its default buffer is 5 MiB.
 */
export const MAX_BODY_BYTES = 16 * 1_048_576;
/** Firehose keeps no more of a message. */
const MAX_MESSAGE = 8_192;

const unzip = promisify(gunzip);

const delivery = z.object({
  requestId: z.string(),
  // Empty records are allowed.
  records: z.array(z.object({ data: z.string().nullish() })),
});
export type Delivery = z.output<typeof delivery>;

/** Throws a 401, and counts it, where a secret is set and the request has not that access key. */
export function prove(request: FastifyRequest, { secret, badSignature }: SourceTools): void {
  if (secret === undefined) return;
  if (isSecret(headerOf(request.headers, 'x-amz-firehose-access-key'), secret)) return;
  badSignature();
  throw new HttpProblem(401, 'BAD_ACCESS_KEY', 'The access key is missing or wrong');
}

/** The delivery that a request holds. Throws a 400 where it holds none. */
export async function deliveryOf(request: FastifyRequest): Promise<Delivery & { bytes: number }> {
  const body = await unpacked(request);
  return { ...read(body), bytes: body.length };
}

/** The body as JSON's bytes. Throws a 400 where it cannot be unpacked within the limit. */
async function unpacked({ headers, body }: FastifyRequest): Promise<Buffer> {
  const bytes = body instanceof Buffer ? body : Buffer.alloc(0);
  if (headerOf(headers, 'content-encoding')?.toLowerCase() !== 'gzip') return bytes;
  try {
    return await unzip(bytes, { maxOutputLength: MAX_BODY_BYTES });
  } catch (cause) {
    throw new HttpProblem(400, 'BAD_GZIP', 'The body is no gzip, is cut off, or is too large unpacked', {
      cause,
    });
  }
}

function read(body: Buffer): Delivery {
  const parsed = delivery.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  throw new HttpProblem(400, 'NO_DELIVERY', 'The body is no delivery of Firehose: requestId and records');
}

/** Answers errors as Firehose reads them: it repeats the request, and its error bucket gets the last message. */
export const refuse =
  (tools: SourceTools) => (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const { status, message } = refusalOf(error);
    const requestId = headerOf(request.headers, 'x-amz-firehose-request-id') ?? '';
    // Firehose's own logs are far from who runs this.
    request.log.warn({ firehose: requestId, code: error.code, status }, 'a delivery was refused');
    if (status === 503) reply.header('retry-after', '2');
    answer(reply, status, requestId, tools, message);
  };

function refusalOf(error: FastifyError): { status: number; message: string } {
  if (error instanceof HttpProblem) {
    const { status, code, title, detail } = error.problem;
    return { status, message: `${code}: ${title}${detail === undefined ? '' : `; ${detail}`}` };
  }
  if (error instanceof LinewatchError && error.retriable) {
    return { status: 503, message: `${error.code}: a server that this needs cannot answer now` };
  }
  const status = error.statusCode ?? 500;
  if (status === 413)
    return {
      status: 400,
      message: `BODY_TOO_LARGE: set a smaller buffer; the limit is ${MAX_BODY_BYTES} bytes`,
    };
  if (status < 500) return { status, message: error.message };
  return { status: 500, message: 'INTERNAL: the log of the service says more' };
}

/** Answers in the only form that Firehose accepts. */
export function answer(
  reply: FastifyReply,
  status: number,
  requestId: string,
  { now }: SourceTools,
  errorMessage?: string,
): void {
  const body = Buffer.from(
    JSON.stringify({
      requestId,
      timestamp: now(),
      ...(errorMessage === undefined ? {} : { errorMessage: errorMessage.slice(0, MAX_MESSAGE) }),
    }),
  );
  // As bytes, so that nothing adds a charset to the type.
  reply.code(status).header('content-type', 'application/json').send(body);
}
