import type { FastifyPluginAsync } from 'fastify';
import { HttpProblem } from '../../lib/http/problems.ts';
import { createReader } from '../../sources/genesys/reader.ts';
import { createSplitter } from '../../sources/genesys/splitter.ts';
import { parseJson, takeRawJson } from '../json-body.ts';
import { headerOf, isSecret } from '../webhooks/signature.ts';
import type { SourceRoute, SourceTools } from './tools.ts';

/** Where an EventBridge connection of the type API key puts it; AWS lets one choose the name, this is ours. */
const KEY_HEADER = 'x-api-key';

/**
 * `POST /v1/sources/genesys`: events of the Amazon EventBridge integration by an API destination, and whatever else of
 * Genesys Cloud somebody posts, such as answers of the analytics API.
 *
 * What is answered 429 or 5xx EventBridge sends again, for up to 24 hours; what is answered 4xx is lost, so a record that
 * is not understood is a dead letter and answered 202 all the same.
 */
export const genesysRoute: SourceRoute = {
  system: 'genesys',
  route:
    (tools): FastifyPluginAsync =>
    async (app) => {
      takeRawJson(app);
      // What is known of the conversations under way is the endpoint's, and not of one request.
      const reader = createReader(tools);
      app.post('/v1/sources/genesys', { bodyLimit: tools.maxBodyBytes }, async (request, reply) => {
        prove(headerOf(request.headers, KEY_HEADER), tools);
        const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
        parseJson(body);
        const splitter = createSplitter();
        const records = [...splitter.push(body.toString('utf8')), ...splitter.end()];
        const taken = await tools.take(reader, records, { bytes: body.length, log: request.log });
        reply.code(202);
        return taken;
      });
    },
};

function prove(given: string | undefined, { secret, badSignature }: SourceTools): void {
  if (secret === undefined) return;
  if (isSecret(given, secret)) return;
  badSignature();
  throw new HttpProblem(401, 'BAD_SIGNATURE', `The key in ${KEY_HEADER} is missing or wrong`);
}
