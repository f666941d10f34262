import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';

/** `GET /api/v1/me`: who asks, as its key or token says, so that a page offers what may be done; nulls without keys. */
export const meRoute: FastifyPluginAsyncZod = async (app) => {
  app.get('/api/v1/me', { schema: { tags: ['access'] } }, ({ principal }) => ({
    name: principal?.name ?? null,
    role: principal?.role ?? null,
    agents: principal?.scope.agent ?? null,
  }));
};
