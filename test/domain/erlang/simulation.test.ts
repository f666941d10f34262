import { expect, test } from 'vitest';
import { erlangA } from '../../../services/domain/erlang/erlang-a.ts';
import { erlangC } from '../../../services/domain/erlang/erlang-c.ts';
import { type Estimate, simulateQueue } from './queue-simulation.ts';

const MINUTE_MS = 60_000;
const CALLS_OF_BATCH = 20_000;

function expectWithin(value: number, { mean, halfWidth }: Estimate, precision: number): void {
  expect(halfWidth, 'the simulation says little').toBeLessThan(precision);
  expect(Math.abs(value - mean), `${value} against ${mean}`).toBeLessThanOrEqual(halfWidth);
}

test.each([
  ['METRICS.md section 7', 100, 3, 14, 20_000, 5],
  ['fewer agents than erlangs', 100, 3, 8, 20_000, 2],
  ['impatient callers', 200, 4, 25, 30_000, 0.5],
  ['patient callers', 60, 5, 11, 60_000, 20],
  ['a small queue', 5, 6, 2, 20_000, 3],
  ['a threshold of nothing', 100, 3, 12, 0, 4],
  ['a threshold longer than patience', 100, 3, 9, 300_000, 2],
])(
  'Erlang A lies within the confidence interval of a simulation: %s',
  (_, calls, aht, agents, t, patience) => {
    const load = { calls, intervalMs: 30 * MINUTE_MS, ahtMs: aht * MINUTE_MS };
    const queue = { load, agents, thresholdMs: t, patienceMs: patience * MINUTE_MS };
    const played = simulateQueue(queue, CALLS_OF_BATCH, 7);
    const expected = erlangA(load, agents, t, queue.patienceMs);
    expectWithin(expected.serviceLevel, played.serviceLevel, 0.012);
    expectWithin(expected.abandonProbability, played.abandonProbability, 0.012);
    expectWithin(expected.waitProbability, played.waitProbability, 0.012);
    expectWithin(expected.occupancy, played.occupancy, 0.012);
    expectWithin(expected.meanWaitMs, played.meanWaitMs, 0.05 * queue.patienceMs);
    expectWithin(expected.asaMs, played.asaMs, 0.05 * queue.patienceMs);
  },
);

test.each([
  [100, 3, 12, 20_000],
  [100, 3, 14, 20_000],
  [360, 4, 55, 15_000],
  [6, 3, 1, 20_000],
])('Erlang C does too: %i calls of %i min, %i agents', (calls, aht, agents, thresholdMs) => {
  const load = { calls, intervalMs: 30 * MINUTE_MS, ahtMs: aht * MINUTE_MS };
  const played = simulateQueue({ load, agents, thresholdMs, patienceMs: Infinity }, CALLS_OF_BATCH, 11);
  const expected = erlangC(load, agents, thresholdMs);
  expectWithin(expected.serviceLevel, played.serviceLevel, 0.03);
  expectWithin(expected.waitProbability, played.waitProbability, 0.03);
  expectWithin(expected.occupancy, played.occupancy, 0.03);
  expectWithin(expected.asaMs, played.asaMs, 0.2 * load.ahtMs);
});

test('the waits that are looked at are those of METRICS.md: ASA of the answered, the mean wait of all', () => {
  const load = { calls: 100, intervalMs: 30 * MINUTE_MS, ahtMs: 3 * MINUTE_MS };
  const { meanWaitMs, asaMs, abandonProbability } = erlangA(load, 9, 20_000, 2 * MINUTE_MS);
  // An exponential patience: whoever gives up does so at a rate of 1 / patience while waiting.
  expect(meanWaitMs).toBeCloseTo(abandonProbability * 2 * MINUTE_MS, 6);
  expect(asaMs).not.toBeCloseTo(meanWaitMs, 0);
});
