import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { QueryDeps } from './deps.ts';
import { handleError } from './problems.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { dashboardRoutes } from './routes/dashboards.ts';
import { liveRoutes } from './routes/live.ts';
import { operationsRoutes } from './routes/operations.ts';
import { queryRoute } from './routes/query.ts';
import { streamRoute } from './routes/stream.ts';

/** Builds the query service; it listens once its caller says so. */
export async function createQueryApp(deps: QueryDeps): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: deps.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 65_536,
    routerOptions: { maxParamLength: 1_024 },
    forceCloseConnections: true,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleError);
  app.setNotFoundHandler((_request, reply) => {
    reply
      .code(404)
      .type('application/problem+json')
      .send({ type: 'about:blank', title: 'Not found', status: 404, code: 'NOT_FOUND' });
  });
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Linewatch query service',
        version: '1',
        description: 'Live and past figures of a contact center',
      },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(fastifySwaggerUi, { routePrefix: '/docs' });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  for (const routes of [
    operationsRoutes(deps),
    catalogueRoutes(deps),
    queryRoute(deps),
    liveRoutes(deps),
    streamRoute(deps),
    conversationRoutes(deps),
    dashboardRoutes,
  ]) {
    await app.register(routes);
  }
  return app as unknown as FastifyInstance;
}
