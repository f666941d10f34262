import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { FactName } from '../../domain/measure/fact.ts';
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
            sql: `SELECT DISTINCT value FROM (${valuesSql(name)}) WHERE value != '' ORDER BY value LIMIT {limit:UInt32}`,
            params: { from: deps.now() - DAYS_LOOKED_AT * 86_400_000, limit: MAX_VALUES },
          }),
        );
        const values = [...new Set([...titles.keys(), ...rows.map((row) => row.value)])].sort();
        return { values: values.map((value) => ({ value, title: titles.get(value) ?? value })) };
      },
    );
  };

/** Where the values of a dimension stand: in `conversations`, or in the label of a fact. */
function valuesSql(name: Dimension): string {
  const since = (column: string) => `${column} >= fromUnixTimestamp64Milli({from:Int64})`;
  const fact = FACT_OF[name];
  return fact === undefined
    ? `SELECT ${name} AS value FROM conversations WHERE ${since('opened_at')}`
    : `SELECT label AS value FROM facts FINAL WHERE fact = '${fact}' AND ${since('at')}`;
}

const FACT_OF: Partial<Record<Dimension, FactName>> = {
  sla_metric: 'sla_target',
  tag: 'tag',
  language: 'language',
};

/** What the configuration names, with the names it gives. */
function titlesOf({ center }: QueryDeps, name: Dimension): Map<string, string> {
  const { queues, teams, agents } = center();
  const named = name === 'queue' ? queues : name === 'team' ? teams : name === 'agent' ? agents : [];
  return new Map(named.map((one) => [one.id, one.name ?? one.id]));
}
