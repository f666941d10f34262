import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { HttpProblem } from '../../lib/http/problems.ts';
import { twilio as source } from '../../sources/twilio/index.ts';
import { headerOf, isHmac } from '../webhooks/signature.ts';
import type { SourceRoute, SourceTools } from './tools.ts';

/**
 * `POST /v1/sources/twilio`: TaskRouter's event callbacks, and the webhook of Event Streams. Both want an empty answer
 * soon (15 s and 5 s), and read no other. What is refused with 503 comes again for four hours from Event Streams, and as a
 * callback for 15 s, if the address that was given to Twilio asks for it (docs/sources/twilio.md).
 */
export const twilio: SourceRoute = {
  system: 'twilio',
  route: (tools) => async (app) => {
    app.removeAllContentTypeParsers();
    const types = ['application/x-www-form-urlencoded', 'application/json', 'application/cloudevents+json'];
    app.addContentTypeParser(types, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    const reader = source.createReader(tools);
    app.post(
      '/v1/sources/twilio',
      { schema: { tags: ['sources'], summary: "Events of Twilio's TaskRouter" } },
      async (request, reply) => {
        const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
        if (tools.secret !== undefined && !isSigned(request, body, tools.secret, tools.publicUrl)) {
          tools.badSignature();
          throw new HttpProblem(401, 'BAD_SIGNATURE', 'The signature is missing or wrong');
        }
        const splitter = source.createSplitter();
        const records = [...splitter.push(body.toString('utf8')), ...splitter.end()];
        await tools.take(reader, records, { bytes: body.length, log: request.log });
        reply.code(204);
      },
    );
  },
};

/**
 * Whether Twilio signed the request: base64 of the HMAC over the address as it was called and, of a form, all its
 * fields in the order of their names. Of JSON the address has the hash of the body. The HMAC is SHA-1, or what the
 * settings say where the account signs with a key of its own. Source: "Secure webhooks", and `webhooks.js` of the npm
 * package `twilio` 6.3.1.
 */
function isSigned(
  request: FastifyRequest,
  body: Buffer,
  secret: string,
  publicUrl: SourceTools['publicUrl'],
): boolean {
  const given = headerOf(request.headers, 'x-twilio-signature');
  const settings = headerOf(request.headers, 'x-twilio-webhooks-signature-settings') ?? '';
  const algorithm = /(^|,)\s*algorithm\s*=\s*HMAC_SHA256\s*(,|$)/i.test(settings) ? 'sha256' : 'sha1';
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  if (!isForm && !isBodySigned(request, body)) return false;
  const fields = isForm ? signedFields(body) : '';
  return addressesOf(request, publicUrl).some((address) =>
    isHmac(given, algorithm, 'base64', secret, [address, fields]),
  );
}

function isBodySigned({ query }: FastifyRequest, body: Buffer): boolean {
  const { bodySHA256 } = query as Record<string, unknown>;
  return bodySHA256 === createHash('sha256').update(body).digest('hex');
}

/** Names and values in a row, in the order of the names; a value that is given twice counts once. */
function signedFields(body: Buffer): string {
  const fields = new URLSearchParams(body.toString('utf8'));
  return [...new Set(fields.keys())]
    .sort()
    .flatMap((name) => [...new Set(fields.getAll(name))].sort().map((value) => name + value))
    .join('');
}

/**
 * The addresses that may have been called. Behind a proxy the service does not see its own; and Twilio signs some with
 * the standard port and some without.
 */
function addressesOf({ headers, url }: FastifyRequest, publicUrl: string | undefined): string[] {
  const host = headers.host ?? '';
  const bases = publicUrl === undefined ? [`https://${host}`, `http://${host}`] : [publicUrl];
  return bases.flatMap((base) => {
    const [, scheme = '', authority = '', path = ''] = /^(https?:\/\/)([^/]*)(.*)$/i.exec(base) ?? [];
    const name = authority.replace(/:\d+$/, '');
    const port = scheme.toLowerCase() === 'https://' ? ':443' : ':80';
    return [authority, name, name + port].map((one) => scheme + one + path + url);
  });
}
