import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { figureOf } from '../../services/metrics/definition/metric.ts';
import { type Part, partsOf, rollupSql } from '../../services/metrics/evaluate/parts.ts';
import { figureSql } from '../../services/metrics/evaluate/sql.ts';
import { foldMetrics } from '../../services/metrics/memory/fold-metrics.ts';
import { type MetricsRequest, queryMetrics } from '../../services/metrics/query-metrics.ts';
import { factRows } from '../../services/metrics/rows/facts.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';
import { casesOf } from '../support/in-full.ts';
import { newest, questions, type Stored, stored } from './arbitrary.ts';

/** So many questions at least (METRIC_CASES=10000 asks more): every metric in every variant, over facts made up anew. */
const CASES = Number(process.env.METRIC_CASES ?? casesOf(500));
const QUESTIONS = fc.sample(questions, 1)[0]!.length;

describe('every evaluator of a metric', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;
  let client: ClickHouseClient;

  beforeAll(async () => {
    database = await startDatabaseForTests(`evaluators_${process.pid}`);
    ({ clickhouse, client } = database);
  });
  afterAll(() => database?.stop());

  async function store({ facts, states, schedules }: Stored): Promise<void> {
    const tables: Record<string, object[]> = { facts, agent_states: states, agent_schedules: schedules };
    for (const [table, values] of Object.entries(tables)) {
      await clickhouse.command(`TRUNCATE TABLE ${table}`);
      // In two parts, so that versions of one fact meet in different ones.
      const half = Math.ceil(values.length / 2);
      for (const part of [values.slice(0, half), values.slice(half)]) {
        if (part.length > 0) await client.insert<unknown>({ table, values: part, format: 'JSONEachRow' });
      }
    }
  }

  /** The figure over the whole range from hourly cells of its parts; undefined where sums are not enough. */
  async function fromRollup(request: MetricsRequest): Promise<number | null | undefined> {
    const metric = request.metrics[0]!;
    const figure = figureOf(metric, request.variant);
    const parts = metric.kind === 'facts' ? partsOf(figure) : null;
    // Distinct conversations are no sum of those of cells: `test/rollups` has them.
    if (parts === null || parts.some(({ aggregate }) => aggregate.kind === 'distinct')) return undefined;
    const nameOf = (part: Part) =>
      `part_${parts.findIndex(({ aggregate }) => JSON.stringify(aggregate) === JSON.stringify(part.aggregate))}`;
    const rows = factRows(
      { ...request, groupBy: [], starts: [request.from] },
      { facts: metric.facts, anchor: metric.anchor === 'end' ? 'end' : 'start' },
    );
    const cells = parts.map((part) => `${figureSql(part.aggregate)} AS ${nameOf(part)}`);
    const [row] = await clickhouse.query<{ value: number | null }>({
      sql: `SELECT (${rollupSql(figure, nameOf)})::Nullable(Float64) AS value, sum(rows) AS found FROM (
        SELECT ${[...new Set(cells)].join(', ')}, count() AS rows FROM ${rows.from}
        GROUP BY toStartOfHour(at), queue) HAVING found > 0`,
      params: rows.params,
    });
    return row === undefined ? undefined : row.value;
  }

  it(`gives the same to the last digit: SQL over facts, roll-ups, and rows in memory (${CASES} questions)`, async () => {
    let answered = 0;
    let summedUp = 0;
    await fc.assert(
      fc.asyncProperty(stored, questions, async (tables, round) => {
        await store(tables);
        const everything = { ...tables, facts: newest(tables.facts) };
        for (const asked of round) {
          const folded = foldMetrics(everything, asked);
          const id = asked.metrics[0]!.id;
          expect(await queryMetrics(clickhouse, asked), `${id} of ${JSON.stringify(asked)}`).toEqual(folded);
          if (folded.some(({ values }) => values[id] !== null && values[id] !== 0)) answered++;

          const total = { ...asked, groupBy: [], starts: [asked.from] };
          delete total.anchor;
          const summed = await fromRollup(total);
          if (summed === undefined) continue;
          summedUp++;
          const whole = foldMetrics(everything, total)[0]!.values[id];
          expect(summed, `${id} from roll-ups of ${JSON.stringify(total)}`).toBe(whole);
        }
      }),
      {
        numRuns: Math.ceil(CASES / QUESTIONS),
        endOnFailure: true,
        // The facts would fill pages; the seed gives them again.
        reporter({ failed, seed, errorInstance }) {
          if (failed) throw new Error(`with seed ${seed}`, { cause: errorInstance });
        },
      },
    );
    // Questions that find nothing would agree about anything.
    expect(answered).toBeGreaterThan(CASES / 3);
    expect(summedUp).toBeGreaterThan(CASES / 5);
  });
});
