import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Fault } from '../../lib/errors.ts';
import type { QueryDeps } from '../deps.ts';
import { notFound } from '../problems.ts';
import { type Cursor, queryBehind } from '../queries/behind.ts';
import { queryConversation } from '../queries/conversation.ts';
import { parametersOf, rangeParameters, readFilters, readMetrics, readRange, refuse } from './parameters.ts';

const MAX_PAGE = 1_000;

const parameters = parametersOf({
  metric: z.string().describe('The figure to open'),
  ...rangeParameters,
  anchor: z.enum(['start', 'outcome']).optional(),
  cursor: z.string().optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
});

/**
 * `GET /api/v1/conversations`: the conversations behind a figure, newest first; behind one of an instant (`queue_depth`,
 * `backlog`) those that are open at the end of the range, the oldest first.
 * `GET /api/v1/conversations/{id}`: one conversation with its facts and events.
 */
export const conversationRoutes =
  (deps: QueryDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const list = { schema: { querystring: parameters, tags: ['conversations'] } };
    app.get('/api/v1/conversations', list, async ({ query }) => {
      const now = deps.now();
      const faults: Fault[] = [];
      const range = readRange(query, now, faults);
      const metrics = readMetrics([query.metric], faults, 'metric').filter(
        (metric) => metric.kind !== 'agents' || noRows(faults),
      );
      const filters = readFilters(query, metrics, faults);
      const after = query.cursor === undefined ? null : readCursor(query.cursor, faults);
      refuse(faults);
      const { rows, next } = await queryBehind(deps.clickhouse, {
        metric: metrics[0]!,
        ...range,
        now,
        filters,
        after,
        limit: query.limit,
        ...(query.anchor ? { anchor: query.anchor === 'outcome' ? 'end' : 'start' } : {}),
      });
      return { rows, next: next === null ? null : writeCursor(next) };
    });

    const params = z.object({ id: z.string().min(1).max(256) });
    app.get('/api/v1/conversations/:id', { schema: { params, tags: ['conversations'] } }, async (request) => {
      const detail = await queryConversation(deps.clickhouse, request.params.id);
      if (detail === null) throw notFound('conversation with this id');
      return detail;
    });
  };

function noRows(faults: Fault[]): false {
  faults.push({ path: 'metric', message: 'is of the time of agents; there are no conversations behind it' });
  return false;
}

const cursorSchema = z.tuple([z.number(), z.string(), z.string(), z.number()]);

function writeCursor({ at, conversationId, fact, seq }: Cursor): string {
  return Buffer.from(JSON.stringify([at, conversationId, fact, seq])).toString('base64url');
}

function readCursor(text: string, faults: Fault[]): Cursor | null {
  try {
    const [at, conversationId, fact, seq] = cursorSchema.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString()),
    );
    return { at, conversationId, fact, seq };
  } catch {
    faults.push({ path: 'cursor', message: 'is not the `next` of a page' });
    return null;
  }
}
