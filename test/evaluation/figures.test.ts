import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { meanInterval } from '../../services/domain/statistics/mean.ts';
import { quantileInterval } from '../../services/domain/statistics/quantile.ts';
import { sampleOf } from '../../services/domain/statistics/sample.ts';
import { queryFigures } from '../../services/evaluation/figures.ts';
import { CATALOGUE, findMetric } from '../../services/metrics/catalogue/index.ts';
import { insertOf, times } from '../query/routes/evaluation/facts.ts';
import { type QueryAppForTests, startQueryApp } from '../query/support/query-app.ts';

const NOW = Date.UTC(2026, 2, 5, 12);
const HOUR = 3_600_000;
/** Of ann; skewed, each other than the others, in no order. */
const WAITS = Array.from({ length: 101 }, (_, i) => ((i * 37) % 101) ** 2 + 5);

let query: QueryAppForTests;
beforeAll(async () => {
  query = await startQueryApp(NOW);
  const reviews = (agent: string, scores: readonly number[]) =>
    times(scores.length, (i) => ({
      fact: 'rating',
      label: 'quality_review',
      agent,
      score: scores[i]!,
      scale: 10,
    }));
  await query.clickhouse.command(
    insertOf(
      [
        ...times(WAITS.length, (i) => ({
          fact: 'queue_spell',
          agent: 'ann',
          state: 'answered',
          valueMs: WAITS[i]!,
        })),
        ...times(4, (i) => ({ fact: 'queue_spell', agent: 'bea', state: 'answered', valueMs: 1_000 * i })),
        // Three promoters, one passive, two detractors.
        ...[9, 10, 10, 7, 0, 6].map((score) => ({
          fact: 'rating',
          label: 'nps',
          agent: 'ann',
          score,
          scale: 10,
        })),
        ...reviews('ann', [10, 8]),
        ...reviews('bea', [10, 8, 6]),
        ...times(3, () => ({ fact: 'reopen', agent: 'ann' })),
        ...times(2, () => ({ fact: 'total_resolution', agent: 'ann', state: 'solved' })),
      ],
      NOW - 2 * HOUR,
    ),
  );
  await query.clickhouse.command(
    `INSERT INTO agent_states (agent_id, at, event_id, team, state)
VALUES ('ann', fromUnixTimestamp64Milli({at:Int64}), 'e', 'west', 'busy')`,
    { at: NOW - 3 * HOUR },
  );
});
afterAll(() => query?.stop());

async function figuresOf(...ids: string[]) {
  const figures = await queryFigures(query.clickhouse, {
    of: 'agent',
    metrics: new Map(ids.map((id) => [id, findMetric(id)!])),
    from: NOW - 24 * HOUR,
    to: NOW + 24 * HOUR,
    now: NOW,
    filters: {},
  });
  return (agent: string, id: string) => figures.get(agent)?.get(id);
}

describe('figures with what they are made of', () => {
  it('have limits of percentiles as if all values were at hand', async () => {
    const of = await figuresOf('wait_p50', 'wait_p90', 'wait_p99');
    for (const [id, q] of [
      ['wait_p50', 0.5],
      ['wait_p90', 0.9],
    ] as const) {
      const { lower, upper } = quantileInterval(sampleOf(WAITS), q)!;
      expect(of('ann', id)!.interval, id).toEqual({
        lower: expect.closeTo(lower, 6),
        upper: expect.closeTo(upper, 6),
        method: 'bootstrap',
      });
    }
    expect(of('ann', 'wait_p99')).toMatchObject({ n: 101, interval: null });
    expect(of('bea', 'wait_p50')).toEqual({ value: 1_500, n: 4, interval: null });
  });

  it('have the balance of promoters and detractors as a mean of 100, 0 and -100', async () => {
    const of = await figuresOf('nps');
    const { lower, upper } = meanInterval({ n: 6, sum: 100, squares: 50_000 })!;
    expect(of('ann', 'nps')).toEqual({
      value: expect.closeTo(100 / 6, 10),
      n: 6,
      interval: { lower: expect.closeTo(lower, 8), upper: expect.closeTo(upper, 8), method: 't' },
    });
  });

  it('have no limits where more were reopened than solved: that is no rate', async () => {
    const of = await figuresOf('reopen_rate');
    expect(of('ann', 'reopen_rate')).toEqual({ value: 1.5, n: 2, interval: null });
  });

  it('have counts and time that was spent without limits, time by its hours', async () => {
    const of = await figuresOf('answered', 'logged_in_time', 'occupancy');
    expect(of('ann', 'answered')).toEqual({ value: 101, n: 101, interval: null });
    expect(of('ann', 'logged_in_time')).toEqual({ value: 3 * HOUR, n: 3, interval: null });
    expect(of('ann', 'occupancy')).toEqual({ value: 1, n: 3, interval: null });
  });

  it('of quality reviews are there from three up, and say how many there are', async () => {
    const of = await figuresOf('quality_score');
    expect(of('ann', 'quality_score')).toEqual({ value: null, n: 2, interval: null });
    expect(of('bea', 'quality_score')).toMatchObject({ value: expect.closeTo(0.8, 6), n: 3 });
  });

  it('can be asked of every metric of agents in the catalogue', async () => {
    const ids = CATALOGUE.filter(({ unit }) => unit !== 'time').map(({ id }) => id);
    const of = await figuresOf(...ids);
    for (const id of ids) expect(of('ann', id), id).toBeDefined();
  });
});
