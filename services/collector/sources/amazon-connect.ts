import { amazonConnect } from '../../sources/amazon-connect/index.ts';
import type { RawRecord } from '../../sources/source.ts';
import { answer, type Delivery, deliveryOf, MAX_BODY_BYTES, prove, refuse } from './firehose.ts';
import type { SourceRoute } from './tools.ts';

const URL = '/v1/sources/amazon-connect';
/** Characters of records that are sent to Kafka together: their events may all go to one partition. */
const MAX_TOGETHER = 250_000;

/**
 * `POST /v1/sources/amazon-connect`: Amazon Data Firehose's HTTP endpoint, with contact records, agent events and contact
 * events.
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
    // What queues and agents are called is known from other requests than those with the events that do not say it.
    const reader = amazonConnect.createReader(tools);
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
        const { requestId, records, bytes } = await deliveryOf(request);
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

/** What a record of Firehose holds: one object of Connect's, or several one behind the other. Lines count the former. */
function split(records: Delivery['records']): RawRecord[] {
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
