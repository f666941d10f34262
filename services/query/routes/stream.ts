import type { ServerResponse } from 'node:http';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { QueryDeps } from '../deps.ts';
import { liveBoard } from './live.ts';

const INTERVAL_MS = 1_000;
const MAX_CLIENTS = 500;
/** A client that does not read its answers is let go when this much waits for it. */
const MAX_WAITING_BYTES = 1_048_576;

/**
 * `GET /api/v1/stream`: server-sent events. The board is read once a second for all clients, and not at all while
 * nobody listens. Each `live` event is the whole state, so a client that comes back needs only the newest.
 */
export const streamRoute =
  (deps: QueryDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const clients = new Set<ServerResponse>();
    let latest: string | null = null;
    let timer: NodeJS.Timeout | undefined;

    async function tick(): Promise<void> {
      try {
        const board = await liveBoard(deps);
        latest = `id: ${deps.now()}\nevent: live\ndata: ${JSON.stringify(board)}\n\n`;
        for (const client of clients) push(client, latest);
      } catch {
        // ClickHouse is away: a comment keeps the connection alive, and the page shows how old its figures are.
        for (const client of clients) push(client, ': waiting for ClickHouse\n\n');
      }
      timer = clients.size > 0 ? setTimeout(tick, INTERVAL_MS) : undefined;
    }

    function push(client: ServerResponse, text: string): void {
      if (client.writableLength > MAX_WAITING_BYTES) client.destroy();
      else client.write(text);
    }

    app.get('/api/v1/stream', { schema: { tags: ['live'] } }, (_request, reply) => {
      if (clients.size >= MAX_CLIENTS) {
        reply.code(503).header('retry-after', '5').send();
        return;
      }
      reply.hijack();
      const client = reply.raw;
      client.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      client.write('retry: 1000\n\n');
      if (latest !== null && timer !== undefined) client.write(latest);
      clients.add(client);
      client.on('close', () => clients.delete(client));
      client.on('error', () => clients.delete(client));
      timer ??= setTimeout(tick, 0);
    });

    app.addHook('preClose', async () => {
      clearTimeout(timer);
      for (const client of clients) client.end();
    });
  };
