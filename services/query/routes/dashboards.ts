import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { notFound } from '../problems.ts';

const DASHBOARDS = new URL('../../../dashboards/', import.meta.url);
const VIEWER = new URL('viewer/dist/', DASHBOARDS);

interface Dashboard {
  uid: string;
  title: string;
  tags?: string[];
}

/** The dashboards as Grafana's JSON, and the built-in viewer that draws them at `/`. */
export const dashboardRoutes: FastifyPluginAsyncZod = async (app) => {
  const dashboards = new Map<string, Dashboard>();
  for (const file of readdirSync(DASHBOARDS).filter((name) => name.endsWith('.json'))) {
    const dashboard = JSON.parse(readFileSync(new URL(file, DASHBOARDS), 'utf8')) as Dashboard;
    dashboards.set(dashboard.uid, dashboard);
  }

  app.get('/api/v1/dashboards', { schema: { tags: ['dashboards'] } }, () =>
    [...dashboards.values()].map(({ uid, title, tags }) => ({ uid, title, tags: tags ?? [] })),
  );

  const params = z.object({ uid: z.string().max(100) });
  app.get('/api/v1/dashboards/:uid', { schema: { params, tags: ['dashboards'] } }, ({ params: { uid } }) => {
    const dashboard = dashboards.get(uid);
    if (dashboard === undefined) throw notFound('dashboard with this uid');
    return dashboard;
  });

  if (!existsSync(new URL('index.html', VIEWER))) {
    app.get('/', { schema: { hide: true } }, (_request, reply) => {
      reply.type('text/plain').send('The viewer is not built: run npm run build:viewer, then start again.\n');
    });
    return;
  }
  await app.register(fastifyStatic, {
    root: fileURLToPath(VIEWER),
    setHeaders: (response, path) => {
      // Files under assets/ carry a hash of their content in their names.
      const cache = path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      response.setHeader('cache-control', cache);
    },
  });
  // The viewer reads its own addresses.
  for (const page of ['/d/:uid', '/audit', '/goals', '/review', '/rounds', '/rounds/:id'])
    app.get(page, { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'));
};
