import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { CATALOGUE, describe } from '../../metrics/catalogue/index.ts';
import { DIMENSIONS, type Dimension } from '../../metrics/definition/metric.ts';
import type { QueryDeps, RouteDeps } from '../deps.ts';

const DAYS_LOOKED_AT = 90;
const MAX_VALUES = 2_000;

/** `GET /api/v1/metrics`, the catalogue; `GET /api/v1/dimensions/{name}`, the values to filter by. */
export const catalogueRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/api/v1/metrics', { schema: { tags: ['metrics'] } }, () => CATALOGUE.map(describe));

    app.get(
      '/api/v1/dimensions/:name',
      { schema: { params: z.object({ name: z.enum(DIMENSIONS) }), tags: ['metrics'] } },
      async ({ params: { name } }) => {
        const titles = titlesOf(deps, name);
        const rows = await deps.share(`dimensions ${name}`, () =>
          deps.clickhouse.query<{ value: string }>({
            sql: `SELECT DISTINCT ${name} AS value FROM conversations
WHERE opened_at >= fromUnixTimestamp64Milli({from:Int64}) AND ${name} != '' ORDER BY value LIMIT {limit:UInt32}`,
            params: { from: deps.now() - DAYS_LOOKED_AT * 86_400_000, limit: MAX_VALUES },
          }),
        );
        const values = [...new Set([...titles.keys(), ...rows.map((row) => row.value)])].sort();
        return { values: values.map((value) => ({ value, title: titles.get(value) ?? value })) };
      },
    );
  };

/** What the configuration names, with the names it gives. */
function titlesOf({ center }: QueryDeps, name: Dimension): Map<string, string> {
  const { queues, teams, agents } = center();
  const named = name === 'queue' ? queues : name === 'team' ? teams : name === 'agent' ? agents : [];
  return new Map(named.map((one) => [one.id, one.name ?? one.id]));
}
