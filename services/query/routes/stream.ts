import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { isWithin, type Scope } from '../../access/principal.ts';
import type { RouteDeps } from '../deps.ts';
import { type AlertView, queryChangedAlerts } from '../queries/alerts.ts';
import { liveBoard } from './live.ts';

const INTERVAL_MS = 1_000;
const MAX_CLIENTS = 500;
/** A client that does not read its answers is let go when this much waits for it. */
const MAX_WAITING_BYTES = 1_048_576;
/** Most alerts told at a time, and to who comes back. */
const MAX_ALERTS = 200;
/** An alert is visible this long after its time at the most; until then it may turn up behind later ones. */
const ALERT_DELAY_MS = 10_000;
/** Who was away for longer reads the list of alerts. */
const MAX_AWAY_MS = 3_600_000;

interface Listener {
  /** What it may see. */
  scope: Scope;
  isStillLetIn(): Promise<boolean>;
}

/**
 * `GET /api/v1/stream`: server-sent events. The board is read once a second for all clients that see the same, and not
 * at all while nobody listens. Each `live` event is the whole state, so a client that comes back needs only the newest. Each
 * `alert` event is one alert that fires or is over; a client that comes back with `Last-Event-ID` gets those it
 * missed, and perhaps some again: `id` and `version` tell.
 */
export const streamRoute =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const clients = new Map<ServerResponse, Listener>();
    /** By what may be seen of it. */
    let latest = new Map<string, string>();
    let timer: NodeJS.Timeout | undefined;
    /** Alerts told lately, by id and version. */
    let told = new Set<string>();

    async function newAlerts(): Promise<AlertView[]> {
      const since = deps.now() - ALERT_DELAY_MS;
      const changed = await queryChangedAlerts(deps.clickhouse, since, MAX_ALERTS);
      const fresh = changed.filter((alert) => !told.has(`${alert.id} ${alert.version}`));
      told = new Set(changed.map((alert) => `${alert.id} ${alert.version}`));
      return fresh;
    }

    async function tick(): Promise<void> {
      try {
        // Boards from memory go on while ClickHouse, which has the alerts, is away.
        const [boards, alerts] = await Promise.all([readBoards(), newAlerts().catch(() => [])]);
        await dismiss();
        latest = boards;
        for (const [client, { scope }] of clients) {
          const own = alerts.filter((alert) => isWithin(scope, alert));
          for (const alert of own) push(client, alertEvent(alert, deps.now()));
          const board = boards.get(JSON.stringify(scope));
          if (board !== undefined) push(client, board);
        }
      } catch {
        await dismiss();
        // ClickHouse is away: a comment keeps the connection alive, and the page shows how old its figures are.
        for (const client of clients.keys()) push(client, ': waiting for ClickHouse\n\n');
      }
      timer = clients.size > 0 ? setTimeout(tick, INTERVAL_MS) : undefined;
    }

    /** Ends the streams of those whose key was taken away or changed, or whose token has run out. */
    async function dismiss(): Promise<void> {
      const looked = [...clients].map(async ([client, { isStillLetIn }]) => {
        if (await isStillLetIn()) return;
        clients.delete(client);
        client.end();
      });
      await Promise.all(looked);
    }

    async function readBoards(): Promise<Map<string, string>> {
      const scopes = new Map([...clients.values()].map(({ scope }) => [JSON.stringify(scope), scope]));
      const boards = [...scopes].map(async ([key, scope]) => {
        const board = await liveBoard(deps, scope);
        return [key, `id: ${deps.now()}\nevent: live\ndata: ${JSON.stringify(board)}\n\n`] as const;
      });
      return new Map(await Promise.all(boards));
    }

    function push(client: ServerResponse, text: string): void {
      if (client.writableLength > MAX_WAITING_BYTES) client.destroy();
      else client.write(text);
    }

    async function missedSince(lastEventId: string | undefined): Promise<AlertView[]> {
      const since = Number(lastEventId);
      if (lastEventId === undefined || !(since > deps.now() - MAX_AWAY_MS)) return [];
      return queryChangedAlerts(deps.clickhouse, since - ALERT_DELAY_MS, MAX_ALERTS);
    }

    app.get('/api/v1/stream', { schema: { tags: ['live'] } }, async (request, reply) => {
      if (clients.size >= MAX_CLIENTS) return reply.code(503).header('retry-after', '5').send();
      const scope = request.principal?.scope ?? {};
      const missed = await missedSince(request.headers['last-event-id'] as string | undefined);
      reply.hijack();
      const client = reply.raw;
      client.writeHead(200, {
        ...(reply.getHeaders() as OutgoingHttpHeaders),
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
      });
      client.write('retry: 1000\n\n');
      for (const alert of missed) if (isWithin(scope, alert)) client.write(alertEvent(alert, deps.now()));
      const board = latest.get(JSON.stringify(scope));
      if (board !== undefined && timer !== undefined) client.write(board);
      clients.set(client, { scope, isStillLetIn: request.isStillLetIn ?? (async () => true) });
      client.on('close', () => clients.delete(client));
      client.on('error', () => clients.delete(client));
      timer ??= setTimeout(tick, 0);
    });

    app.addHook('preClose', async () => {
      clearTimeout(timer);
      for (const client of clients.keys()) client.end();
    });
  };

function alertEvent(alert: AlertView, now: number): string {
  return `id: ${now}\nevent: alert\ndata: ${JSON.stringify(alert)}\n\n`;
}
