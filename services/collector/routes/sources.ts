import type { FastifyPluginAsync } from 'fastify';
import { HttpProblem } from '../../lib/http/problems.ts';
import type { Intake } from '../../lib/kafka/intake.ts';
import type { System } from '../../sources/source.ts';
import type { CollectorDeps, CollectorOptions } from '../deps.ts';
import type { CollectorMetrics } from '../metrics.ts';
import { createTake } from '../sources/take.ts';

/** `POST /v1/sources/{system}`: what systems write themselves, each in the way in which it sends them. */
export const sourceRoutes =
  (
    { sources, now }: CollectorDeps,
    { maxBodyBytes }: CollectorOptions,
    intake: Intake,
    metrics: CollectorMetrics,
  ): FastifyPluginAsync =>
  async (app) => {
    const { customers, states, publicUrl } = sources;
    for (const { system, route } of sources.routes) {
      if (customers === null) await app.register(closed(system));
      else {
        const source = await sources.sourceOf(system);
        await app.register(
          route({
            customers,
            states,
            secret: sources.secrets[system],
            publicUrl,
            maxBodyBytes,
            now,
            take: createTake({ source, customers, intake, metrics, now }),
            badSignature: () => metrics.badSignature(system),
          }),
        );
      }
    }
  };

/** Without what customers' ids are made with nothing can be taken. What is answered 503 is sent again: none is lost. */
const closed =
  (system: System): FastifyPluginAsync =>
  async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, payload, done) => {
      payload.resume();
      done(null);
    });
    app.post(`/v1/sources/${system}`, async () => {
      throw new HttpProblem(503, 'CUSTOMER_SECRET_NEEDED', 'This collector has no CUSTOMER_ID_SECRET', {
        detail: 'set it to what all others that take such records have',
      });
    });
  };
