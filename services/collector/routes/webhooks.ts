import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import { eventFaults } from '../../domain/events/rules.ts';
import { HttpProblem } from '../../lib/http/problems.ts';
import type { Intake } from '../../lib/kafka/intake.ts';
import type { CollectorDeps, CollectorOptions } from '../deps.ts';
import { parseJson, takeRawJson } from '../json-body.ts';
import type { CollectorMetrics } from '../metrics.ts';
import { type Rejected, reject, rejectedSchema } from '../rejected.ts';
import { chatwoot } from '../webhooks/chatwoot/webhook.ts';
import { intercom } from '../webhooks/intercom/webhook.ts';
import type { Webhook } from '../webhooks/webhook.ts';
import { zendesk } from '../webhooks/zendesk/webhook.ts';

const answer = z.object({
  accepted: z.int().describe('Events that Kafka has acknowledged'),
  ignored: z.int().describe('1 where the notification says nothing that is counted'),
  rejected: z.array(rejectedSchema),
});

/** `POST /v1/webhooks/{vendor}`: notifications of help desks. */
export const webhookRoutes =
  (
    deps: CollectorDeps,
    options: CollectorOptions,
    intake: Intake,
    metrics: CollectorMetrics,
  ): FastifyPluginAsyncZod =>
  async (app) => {
    takeRawJson(app);
    for (const webhook of [zendesk, intercom, chatwoot]) {
      const { vendor } = webhook;
      const secret = deps.secrets[vendor];
      app.post(
        `/v1/webhooks/${vendor}`,
        { schema: { response: { 202: answer }, tags: ['webhooks'] } },
        async (request, reply) => {
          const body = bytesOf(request.body);
          if (secret !== undefined) {
            const terms = { secret, now: deps.now(), toleranceMs: options.signatureToleranceMs };
            if (!webhook.isSigned({ headers: request.headers, body }, terms)) {
              metrics.badSignature(vendor);
              throw new HttpProblem(401, 'BAD_SIGNATURE', 'The signature is missing, wrong or too old');
            }
          }
          const { events, ignored, rejected } = read(webhook, parseJson(body));
          await intake.accept(events, body.length, request.log);
          metrics.events(vendor, 'accepted', events.length);
          metrics.events(vendor, 'ignored', ignored);
          metrics.events(vendor, 'rejected', rejected.length);
          // The vendor reads no answers: who runs this must hear of it.
          for (const { detail } of rejected)
            request.log.warn({ vendor, detail }, 'a webhook was not understood');
          reply.code(202);
          return { accepted: events.length, ignored, rejected };
        },
      );
    }
  };

interface Read {
  events: OutgoingEvent[];
  ignored: number;
  rejected: Rejected[];
}

/** A notification is taken as a whole or not at all: half of it would be a conversation that never was. */
function read(webhook: Webhook, json: unknown): Read {
  const translation = webhook.translate(json);
  if ('ignored' in translation) return { events: [], ignored: 1, rejected: [] };
  const faults = 'faults' in translation ? translation.faults : translation.events.flatMap(eventFaults);
  if (faults.length > 0) return { events: [], ignored: 0, rejected: [reject(0, 'INVALID_WEBHOOK', faults)] };
  return { events: 'events' in translation ? translation.events : [], ignored: 0, rejected: [] };
}

/** The body as it came; without one there is nothing that could be signed or read. */
function bytesOf(body: unknown): Buffer {
  return body instanceof Buffer ? body : Buffer.alloc(0);
}
