import { describe, expect, it } from 'vitest';
import type { ClickHouse, Query } from '../../services/lib/clickhouse/client.ts';
import { CATALOGUE, variantsOf } from '../../services/metrics/catalogue/index.ts';
import { dimensionsOf, type Metric } from '../../services/metrics/definition/metric.ts';
import type { Filters } from '../../services/metrics/filters.ts';
import { queryMetrics } from '../../services/metrics/query-metrics.ts';
import { rollupShortcut } from '../../services/rollups/answer.ts';
import type { KnownHours } from '../../services/rollups/known-hours.ts';
import { HOUR_MS } from '../../services/rollups/notes.ts';

const BEGIN = Date.UTC(2024, 2, 4);
const at = (hours: number) => BEGIN + hours * HOUR_MS;
/** Everything is rolled up, but for one hour. */
const settled = new Map(
  Array.from({ length: 24 * 20 }, (_, i) => [at(i), 1_000] as const).filter((_, i) => i !== 30),
);
const known: KnownHours = {
  settled: () => settled,
  days: () => ({ has: () => true }),
  refresh: async () => {},
  notes: async () => [],
  told: async () => ({ hours: new Map(), untold: [] }),
};

/** The statements of a question, answered by nothing. */
async function statementsOf(metric: Metric, filters: Filters, variant?: string) {
  const asked: Query[] = [];
  const clickhouse = {
    async query(query: Query) {
      asked.push(query);
      return [];
    },
  } as unknown as ClickHouse;
  const { shortcut, answered } = rollupShortcut(clickhouse, known, {
    limits: { fewFacts: 0, exactFacts: 0, readAnew: 0 },
  });
  await queryMetrics(
    clickhouse,
    {
      metrics: [metric],
      from: at(1.5),
      to: at(60.5),
      now: at(24 * 20),
      starts: [at(1.5)],
      groupBy: [],
      filters,
      ...(variant === undefined ? {} : { variant }),
    },
    shortcut,
  );
  return { asked, used: answered.used };
}

/** SQL between the tables it reads: what comes before the first, then from each to the next. */
function branchesOf(sql: string): string[] {
  // Of surveys whose they are is looked up before they are narrowed.
  if (sql.includes('rollup_surveys')) return sql.split('UNION ALL');
  return (
    sql
      .split(
        /(?=FROM (?:facts|rollups|rollup_days|rollup_bins|rollup_peaks|rollup_repeats|agent_states|agent_schedules) FINAL)/,
      )
      .slice(1)
      // Which conversations were reopened, or came next, is asked of all: it is matched with those that are let through.
      .filter((branch) => !/^FROM facts FINAL\s+WHERE fact = '(reopen|conversation)'/.test(branch))
  );
}

describe('a question that is answered from roll-ups', () => {
  const questions = CATALOGUE.flatMap((metric) =>
    [undefined, ...variantsOf(metric)].map((variant) => ({ metric, variant })),
  );

  it.each([
    ['queue', ['billing', 'returns']],
    ['team', ['support']],
    ['agent', ['agent-7']],
  ] as const)(
    'carries the %s that it is narrowed to in every branch of every statement',
    async (dimension, values) => {
      let used = 0;
      for (const { metric, variant } of questions) {
        if (!dimensionsOf(metric).includes(dimension)) continue;
        const { asked, used: wasUsed } = await statementsOf(metric, { [dimension]: values }, variant);
        if (!wasUsed) continue;
        used++;
        for (const { sql, params } of asked) {
          expect(params[`filter_${dimension}`] ?? params[`range_0_filter_${dimension}`]).toEqual(values);
          const branches = branchesOf(sql);
          expect(branches.length, sql).toBeGreaterThan(1);
          for (const branch of branches)
            expect(branch, `${metric.id}: ${sql}`).toMatch(
              new RegExp(`\\{(range_\\d+_)?filter_${dimension}:`),
            );
        }
      }
      expect(used).toBeGreaterThan(20);
    },
  );

  it('binds all that its statements name', async () => {
    for (const { metric, variant } of questions) {
      const { asked } = await statementsOf(metric, {}, variant);
      for (const { sql, params } of asked) {
        const named = [...sql.matchAll(/\{(\w+):\w/g)].map(([, name]) => name!);
        expect(
          named.filter((name) => !(name in params)),
          sql,
        ).toEqual([]);
      }
    }
  });
});
