import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceOf } from '../../services/evaluation/evidence.ts';
import { type FiguresRequest, queryFigures } from '../../services/evaluation/figures.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { CATALOGUE } from '../../services/metrics/catalogue/index.ts';
import { isOfFacts } from '../../services/metrics/definition/metric.ts';
import { rollupShortcut } from '../../services/rollups/answer.ts';
import { createKnownHours } from '../../services/rollups/known-hours.ts';
import { stored } from '../metrics/arbitrary.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';
import { FROM_ROLLUPS } from './support/compare.ts';
import { empty, now, refreshAll, store } from './support/stored-late.ts';

const HOUR = 3_600_000;
const BEGIN = Date.UTC(2024, 2, 4);
/** Of facts, and with what an interval needs: counts, sums, and squares of days in ms, which outgrow a Float64. */
const METRICS = CATALOGUE.filter(isOfFacts).filter((one) => ['rate', 'mean'].includes(evidenceOf(one).kind));

describe('figures of scorecards from roll-ups', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;
  let client: ClickHouseClient;

  beforeAll(async () => {
    database = await startDatabaseForTests(`figures_${process.pid}`);
    ({ clickhouse, client } = database);
  });
  afterAll(() => database?.stop());

  it('are those of facts with their cases and intervals, to the last digit', async () => {
    const [made] = fc.sample(stored, { numRuns: 1, seed: 11 });
    await empty(clickhouse);
    await store(
      client,
      made!.facts.map((fact, i) => ({ ...fact, value_ms: fact.value_ms * (i % 3 === 0 ? 7 : 1) + (i % 7) })),
    );
    await refreshAll(clickhouse);
    const known = createKnownHours(clickhouse, Date.now);
    let sure = 0;
    for (const of of ['agent', 'team', 'center'] as const) {
      for (const metric of METRICS) {
        const request: FiguresRequest = {
          of,
          metrics: new Map([[metric.id, metric]]),
          from: BEGIN + 20 * 60_000,
          to: BEGIN + 15 * 24 * HOUR,
          now: now(),
          filters: of === 'agent' ? { channel: ['chat'] } : {},
        };
        const { shortcut, answered } = rollupShortcut(clickhouse, known, { limits: FROM_ROLLUPS });
        const rolled = await queryFigures(clickhouse, request, shortcut);
        const exact = await queryFigures(clickhouse, request);
        expect(rolled, metric.id).toEqual(exact);
        const isSure = [...exact.values()].some((one) => one.get(metric.id)?.interval);
        if (answered.used && isSure && evidenceOf(metric).kind === 'mean') sure++;
      }
    }
    expect(sure).toBeGreaterThan(15);
  });
});
