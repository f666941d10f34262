import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { QueryDeps } from '../deps.ts';
import { NotFound } from '../problems.ts';
import { queryConversation } from '../queries/conversation.ts';

/** `GET /api/v1/conversations/{id}`: one conversation with its facts and events. */
export const conversationRoutes =
  (deps: QueryDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const params = z.object({ id: z.string().min(1).max(256) });
    app.get('/api/v1/conversations/:id', { schema: { params, tags: ['conversations'] } }, async (request) => {
      const detail = await queryConversation(deps.clickhouse, request.params.id);
      if (detail === null) throw new NotFound('conversation with this id');
      return detail;
    });
  };
