import { timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { LinewatchError } from '../../lib/errors.ts';
import { HttpProblem } from '../../lib/http/problems.ts';
import { amazonConnect } from '../../sources/amazon-connect/index.ts';
import type { RawRecord } from '../../sources/source.ts';
import { parseJson } from '../json-body.ts';
import { headerOf } from '../webhooks/signature.ts';
import type { SourceRoute, SourceTools } from './tools.ts';

const URL = '/v1/sources/amazon-connect';
/**
 * Largest body, compressed or not. Firehose's smallest buffer for an HTTP endpoint is 1 MiB before base64, and it may
 * hold one more record of nearly 1 MiB; its default buffer is 5 MiB.
 */
const MAX_BODY_BYTES = 16 * 1_048_576;
/** Characters of records that are sent to Kafka together: their events may all go to one partition. */
const MAX_TOGETHER = 250_000;
/** Firehose keeps no more of a message. */
const MAX_MESSAGE = 8_192;

const unzip = promisify(gunzip);

const delivery = z.object({
  requestId: z.string(),
  // Empty records are allowed.
  records: z.array(z.object({ data: z.string().nullish() })),
});

/**
 * `POST /v1/sources/amazon-connect`: Amazon Data Firehose's HTTP endpoint, with contact records and agent events.
 * Source of the format: "Understand HTTP endpoint delivery request and response specifications", Data Firehose's
 * developer guide.
 *
 * - Only 200 is a delivery; all else is repeated, so a record that is not understood must not refuse the others.
 * - 413 is final, and the batch does not go to the error bucket either: a body that is too large is a 400.
 * - The content type must be `application/json`, the request's id be given back, and the answer not be compressed.
 */
export const amazonConnectRoute: SourceRoute = {
  system: 'amazon-connect',
  route: (tools) => async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    app.setErrorHandler(refuse(tools));
    app.post(
      URL,
      {
        bodyLimit: Math.max(MAX_BODY_BYTES, tools.maxBodyBytes),
        schema: { tags: ['sources'] },
        validatorCompiler: () => (data) => ({ value: data }),
        serializerCompiler: () => (data) => JSON.stringify(data),
        // Before the body is read: a stranger's is not worth the memory.
        onRequest: async (request) => prove(request, tools),
      },
      async (request, reply) => {
        const body = await unpacked(request);
        const { requestId, records } = read(body);
        const reader = amazonConnect.createReader({ customers: tools.customers });
        const bytes = body.length;
        let dead = 0;
        for (const together of inParts(split(records))) {
          const share = together.reduce((sum, { text }) => sum + text.length, 0);
          const taken = await tools.take(reader, together, {
            bytes: Math.min(bytes, share),
            log: request.log,
          });
          dead += taken.dead;
        }
        request.log.debug({ firehose: requestId, records: records.length, dead }, 'a delivery was taken');
        answer(reply, 200, requestId, tools);
      },
    );
  },
};

function prove(request: FastifyRequest, { secret, badSignature }: SourceTools): void {
  if (secret === undefined) return;
  const given = Buffer.from(headerOf(request.headers, 'x-amz-firehose-access-key') ?? '');
  const expected = Buffer.from(secret);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  badSignature();
  throw new HttpProblem(401, 'BAD_ACCESS_KEY', 'The access key is missing or wrong');
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

function read(body: Buffer): z.output<typeof delivery> {
  const parsed = delivery.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  throw new HttpProblem(400, 'NO_DELIVERY', 'The body is no delivery of Firehose: requestId and records');
}

/** What a record of Firehose holds: one object of Connect's, or several one behind the other. Lines count the former. */
function split(records: z.output<typeof delivery>['records']): RawRecord[] {
  return records.flatMap(({ data }, i) => {
    const splitter = amazonConnect.createSplitter();
    const text = Buffer.from(data ?? '', 'base64').toString('utf8');
    return [...splitter.push(text), ...splitter.end()].map((record) => ({ ...record, line: i + 1 }));
  });
}

function* inParts(records: readonly RawRecord[]): Generator<RawRecord[]> {
  let part: RawRecord[] = [];
  let length = 0;
  for (const record of records) {
    if (part.length > 0 && length + record.text.length > MAX_TOGETHER) {
      yield part;
      part = [];
      length = 0;
    }
    part.push(record);
    length += record.text.length;
  }
  if (part.length > 0) yield part;
}

/** Answers errors as Firehose reads them: it repeats the request, and its error bucket gets the last message. */
const refuse =
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

function answer(
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
