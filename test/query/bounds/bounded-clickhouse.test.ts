import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { codeOf, LinewatchError } from '../../../services/lib/errors.ts';
import { CATALOGUE, findMetric } from '../../../services/metrics/catalogue/index.ts';
import type { Metric } from '../../../services/metrics/definition/metric.ts';
import { type MetricsRequest, queryMetrics } from '../../../services/metrics/query-metrics.ts';
import { boundedClickHouse } from '../../../services/query/bounds/bounded-clickhouse.ts';
import type { EngineLimits } from '../../../services/query/bounds/engine-limits.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../../support/database.ts';

const DAY = 86_400_000;
const BEGIN = Date.UTC(2024, 2, 1);
const DAYS = 40;
const NOW = BEGIN + DAYS * DAY;
const ROWS = 200_000;
const UNLIMITED: EngineLimits = {
  memoryBytes: Number.POSITIVE_INFINITY,
  timeMs: Number.POSITIVE_INFINITY,
  threads: 2,
  estimateSettings: ['use_skip_indexes_on_data_read = 0', 'use_skip_indexes_if_final_exact_mode = 0'],
};

const bounded = (clickhouse: ClickHouse, limits: Partial<EngineLimits>) =>
  boundedClickHouse(clickhouse, { readLimits: async () => ({ ...UNLIMITED, ...limits }), now: () => NOW });

function question(metrics: readonly Metric[], fromDay: number, toDay: number): MetricsRequest {
  const from = BEGIN + fromDay * DAY;
  return { metrics, from, to: BEGIN + toDay * DAY, now: NOW, starts: [from], groupBy: [], filters: {} };
}

const isPercentile = ({ kind, figure }: Metric) => kind === 'facts' && figure.kind === 'quantile';
const range = fc
  .tuple(fc.nat(DAYS - 1), fc.integer({ min: 1, max: DAYS }))
  .map(([from, days]) => [from, Math.min(DAYS, from + days)] as const);

describe('a question that takes more than the engine has', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;

  beforeAll(async () => {
    database = await startDatabaseForTests(`bounded_${process.pid}`);
    ({ clickhouse } = database);
    // Spells of five minutes, spread evenly, in two parts that overlap: every tenth row is there in two versions.
    for (const [version, step] of [
      [1, 1],
      [2, 10],
    ] as const)
      await clickhouse.command(`INSERT INTO facts (fact, at, conversation_id, stream, version, ended_at, state, value_ms,
          business_ms, opened_at, customer_id, queue)
        SELECT fact, fromUnixTimestamp64Milli(${BEGIN} + intDiv(number * ${DAYS * DAY}, ${ROWS})) AS at, concat('c', toString(number)),
          'tickets', ${version}, at + INTERVAL 5 MINUTE, if(number % 3 = 0, 'open', 'solved'), number, number, at,
          concat('u', toString(number % 50000)), if(number % 4 = 0, 'sales', 'billing')
        FROM numbers(${ROWS}) ARRAY JOIN ['first_response', 'first_resolution', 'conversation', 'handle_spell'] AS fact
        WHERE number % ${step} = 0`);
  }, 120_000);
  afterAll(() => database?.stop());

  /** What percentiles hold by the engine's own count of the rows that they are of. */
  async function heldBytes(asked: MetricsRequest): Promise<number> {
    let bytes = 0;
    const counting: ClickHouse = {
      ...clickhouse,
      async query<Row>(query: Parameters<ClickHouse['query']>[0]) {
        if (query.cost?.held) bytes += (await clickhouse.query<{ bytes: number }>(query.cost.held))[0]!.bytes;
        return clickhouse.query<Row>(query);
      },
    };
    await queryMetrics(counting, asked);
    return bytes;
  }

  it('is refused from the first byte on that percentiles hold beyond it, and never before', async () => {
    const percentiles = CATALOGUE.filter(isPercentile).filter(({ facts }) =>
      ['first_response', 'first_resolution', 'handle_spell'].includes(facts.join()),
    );
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...percentiles), range, async (metric, [from, to]) => {
        const asked = question([metric], from, to);
        const bytes = await heldBytes(asked);
        await queryMetrics(bounded(clickhouse, { memoryBytes: bytes }), asked);
        if (bytes === 0) return;
        await expect(
          queryMetrics(bounded(clickhouse, { memoryBytes: bytes - 1 }), asked),
        ).rejects.toMatchObject({
          code: 'QUESTION_TOO_LARGE',
          retriable: false,
          excess: { resource: 'memory', takes: bytes, most: bytes - 1 },
        });
        refused++;
      }),
      { numRuns: 15 },
    );
    expect(refused).toBeGreaterThan(3);
  }, 120_000);

  it('is one that the engine itself gives up: nothing is refused that it would have answered', async () => {
    const asked = fc.constantFrom('fcr', 'first_response_p90', 'first_resolution_p50');
    const megabytes = fc.constantFrom(1, 2, 4, 8, 16, 32);
    const seen = { refused: 0, answered: 0 };
    await fc.assert(
      fc.asyncProperty(asked, range, megabytes, async (id, [from, to], mb) => {
        const memoryBytes = mb * 1e6;
        const all = question([findMetric(id)!], from, to);
        /** The engine with so much memory. */
        const tight: ClickHouse = {
          ...clickhouse,
          query: <Row>({ sql, params }: Parameters<ClickHouse['query']>[0]) =>
            clickhouse.query<Row>({ sql: `${sql}\nSETTINGS max_memory_usage = ${memoryBytes}`, params }),
        };
        const [engine, ours] = await Promise.all(
          [tight, bounded(clickhouse, { memoryBytes })].map((one) =>
            queryMetrics(one, all).then(() => 'answered', codeOf),
          ),
        );
        if (ours === 'QUESTION_TOO_LARGE') {
          expect(engine).toBe('CLICKHOUSE_MEMORY_LIMIT_EXCEEDED');
          seen.refused++;
        } else seen.answered++;
      }),
      { numRuns: 25 },
    );
    expect(seen.refused).toBeGreaterThan(0);
    expect(seen.answered).toBeGreaterThan(0);
  }, 180_000);

  it('is refused by the time that reading alone takes, and skip indexes count', async () => {
    const all = question([findMetric('first_response_p90')!], 0, DAYS);
    // A tenth of the range: nothing that ended outside of it needs to be read.
    const some = question([findMetric('first_response_p90')!], DAYS - 4, DAYS);
    const between = { timeMs: (ROWS * 0.6 * 2) / 2 / 1e6 };
    await expect(queryMetrics(bounded(clickhouse, between), all)).rejects.toMatchObject({
      code: 'QUESTION_TOO_LARGE',
      excess: { resource: 'time' },
    });
    await queryMetrics(bounded(clickhouse, between), some);
  });

  it('is looked at only where all that is stored might be too much', async () => {
    const asked: string[] = [];
    const watched: ClickHouse = {
      ...clickhouse,
      query: <Row>(query: Parameters<ClickHouse['query']>[0]) => {
        asked.push(query.sql);
        return clickhouse.query<Row>(query);
      },
    };
    const roomy = bounded(watched, { memoryBytes: 2 ** 31, timeMs: 15_000 });
    for (const id of ['first_response_p90', 'created', 'fcr', 'queue_depth'])
      await queryMetrics(roomy, question([findMetric(id)!], 0, DAYS));
    expect(asked.filter((sql) => sql.startsWith('EXPLAIN'))).toEqual([]);
    expect(asked.filter((sql) => sql.includes('system.parts'))).toHaveLength(1);
  });

  it.each([
    ['CLICKHOUSE_MEMORY_LIMIT_EXCEEDED', 'memory'],
    ['CLICKHOUSE_TIMEOUT_EXCEEDED', 'time'],
    ['CLICKHOUSE_TIMED_OUT', 'time'],
    ['CLICKHOUSE_TOO_MANY_ROWS', 'rows'],
    ['CLICKHOUSE_TOO_MANY_BYTES', 'rows'],
  ])('is the same where it is found out by running it: %s', async (code, resource) => {
    const failing: ClickHouse = {
      ...clickhouse,
      query: () => Promise.reject(new LinewatchError(code, 'no')),
    };
    await expect(bounded(failing, {}).query({ sql: 'SELECT 1', params: {} })).rejects.toMatchObject({
      code: 'QUESTION_TOO_LARGE',
      excess: { resource },
      cause: { code },
    });
  });

  it('is not what fails for another reason, or while the engine is away', async () => {
    const away = new LinewatchError('CLICKHOUSE_TIMED_OUT', 'hangs', { retriable: true });
    const failing: ClickHouse = {
      ...clickhouse,
      query: () => Promise.reject(away),
      ping: async () => false,
    };
    await expect(bounded(failing, {}).query({ sql: 'SELECT 1', params: {} })).rejects.toBe(away);
    const wrong = bounded(clickhouse, {}).query({ sql: 'SELECT nothing', params: {} });
    await expect(wrong).rejects.toMatchObject({ code: 'CLICKHOUSE_UNKNOWN_IDENTIFIER' });
  });

  it('is run where nobody may say what the limits are', async () => {
    const readLimits = () => Promise.reject(new Error('no right to read system.settings'));
    const blind = boundedClickHouse(clickhouse, { readLimits, now: () => NOW });
    expect(await queryMetrics(blind, question([findMetric('first_response_p90')!], 0, DAYS))).toHaveLength(1);
  });
});
