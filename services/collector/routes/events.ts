import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import { HttpProblem } from '../../lib/http/problems.ts';
import type { Intake } from '../../lib/kafka/intake.ts';
import { readEvent } from '../border/read-event.ts';
import { BORDERS } from '../border/topics.ts';
import type { CollectorOptions } from '../deps.ts';
import { parseJson, takeRawJson } from '../json-body.ts';
import type { CollectorMetrics } from '../metrics.ts';
import { type Rejected, reject, rejectedSchema } from '../rejected.ts';

const topicField = z.string().optional().describe('Needed for message, transferred and answered');
const item = z.union(
  BORDERS.map(({ schema }) => z.intersection(schema, z.looseObject({ topic: topicField }))),
);
const body = z.union([item, z.array(item)]);

const answer = z.object({
  accepted: z.int().describe('Events that Kafka has acknowledged'),
  rejected: z.array(rejectedSchema).describe('Events with faults; sending them again unchanged is of no use'),
});

/** `POST /v1/events`: events as the Avro schemas have them, one or an array. */
export const eventsRoute =
  ({ maxEvents }: CollectorOptions, intake: Intake, metrics: CollectorMetrics): FastifyPluginAsyncZod =>
  async (app) => {
    takeRawJson(app);
    app.post(
      '/v1/events',
      {
        schema: { body, response: { 202: answer }, tags: ['events'] },
        // The schema is for the document: each item is read on its own, so that one fault costs one event.
        validatorCompiler: () => (data) => ({ value: data }),
      },
      async (request, reply) => {
        const items = itemsOf(parseJson(request.body), maxEvents);
        const events: OutgoingEvent[] = [];
        const rejected: Rejected[] = [];
        items.forEach((one, index) => {
          const read = readEvent(one);
          if ('event' in read) events.push(read.event);
          else rejected.push(reject(index, 'INVALID_EVENT', read.faults));
        });
        await intake.accept(events, (request.body as unknown as Buffer).length, request.log);
        metrics.events('events', 'accepted', events.length);
        metrics.events('events', 'rejected', rejected.length);
        reply.code(202);
        return { accepted: events.length, rejected };
      },
    );
  };

function itemsOf(json: unknown, maxEvents: number): unknown[] {
  if (typeof json !== 'object' || json === null) {
    throw new HttpProblem(400, 'BAD_REQUEST', 'The body must be an event or an array of events');
  }
  if (!Array.isArray(json)) return [json];
  if (json.length > maxEvents) {
    throw new HttpProblem(413, 'TOO_MANY_EVENTS', `The body has more than ${maxEvents} events`);
  }
  return json;
}
