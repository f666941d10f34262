import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { erlangA } from '../../../services/domain/erlang/erlang-a.ts';
import { erlangC } from '../../../services/domain/erlang/erlang-c.ts';
import { walkQueue } from './queue-walk.ts';

const MINUTE_MS = 60_000;
const load = { calls: 100, intervalMs: 30 * MINUTE_MS, ahtMs: 3 * MINUTE_MS };

test('METRICS.md section 7, Erlang A: 100 calls in 30 min, AHT 3 min, 14 agents, T 20 s, patience 5 min', () => {
  const expected = erlangA(load, 14, 20_000, 5 * MINUTE_MS);
  expect(expected.waitProbability).toBeCloseTo(0.14526, 5);
  expect(expected.abandonProbability).toBeCloseTo(0.013984, 6);
  expect(expected.occupancy).toBeCloseTo(0.704297, 6);
  expect(expected.meanWaitMs / MINUTE_MS).toBeCloseTo(0.069919, 6);
  expect(expected.serviceLevel).toBeCloseTo(0.916792, 6);
});

describe('METRICS.md section 7, Erlang A with endless patience is Erlang C', () => {
  test.each([
    ['endless', Number.POSITIVE_INFINITY, 12],
    ['30,000 years', 1e15, 6],
  ])('%s', (_, patienceMs, digits) => {
    for (const agents of [11, 12, 15, 30]) {
      const patient = erlangA(load, agents, 20_000, patienceMs);
      const { asaMs, ...same } = erlangC(load, agents, 20_000);
      expect(patient.waitProbability).toBeCloseTo(same.waitProbability, digits);
      expect(patient.serviceLevel).toBeCloseTo(same.serviceLevel, digits);
      expect(patient.occupancy).toBeCloseTo(same.occupancy, digits);
      expect(patient.meanWaitMs / asaMs).toBeCloseTo(1, digits);
      expect(patient.abandonProbability).toBeCloseTo(0, digits);
    }
  });

  test('so without enough agents it is an error', () => {
    const endless = () => erlangA(load, 10, 20_000, Number.POSITIVE_INFINITY);
    expect(endless).toThrow(expect.objectContaining({ code: 'ERLANG_UNSTABLE' }));
    const nearly = () => erlangA(load, 9, 20_000, 1e18);
    expect(nearly).toThrow(expect.objectContaining({ code: 'ERLANG_TOO_LARGE' }));
  });
});

test('it is what walking through the states of the queue gives, also with too few agents', () => {
  const cases = fc.record({
    calls: fc.integer({ min: 1, max: 200 }),
    agents: fc.integer({ min: 1, max: 25 }),
    thresholdMs: fc.nat(60_000),
    patienceMs: fc.integer({ min: 20_000, max: 900_000 }),
  });
  fc.assert(
    fc.property(cases, ({ calls, agents, thresholdMs, patienceMs }) => {
      const expected = erlangA({ ...load, calls }, agents, thresholdMs, patienceMs);
      const walked = walkQueue({ ...load, calls }, agents, thresholdMs, patienceMs);
      expect(expected.waitProbability).toBeCloseTo(walked.waitProbability, 9);
      expect(expected.abandonProbability).toBeCloseTo(walked.abandonProbability, 9);
      expect(expected.occupancy).toBeCloseTo(walked.occupancy, 9);
      expect(expected.serviceLevel).toBeCloseTo(walked.serviceLevel, 7);
    }),
    { numRuns: 1000 },
  );
});

test('a crowd far beyond what agents can serve mostly gives up', () => {
  const crowd = erlangA(
    { calls: 60_000, intervalMs: 30 * MINUTE_MS, ahtMs: 3 * MINUTE_MS },
    100,
    20_000,
    3_600_000,
  );
  // Nearly every agent is always busy, so 100 of 6,000 erlangs are answered; the rest gives up.
  expect(crowd.abandonProbability).toBeCloseTo(1 - 100 / 6000, 9);
  expect(crowd.waitProbability).toBeCloseTo(1, 12);
  expect(crowd.serviceLevel).toBeCloseTo(0, 12);
});

test('with nobody calling nobody waits', () => {
  const quiet = erlangA({ ...load, calls: 0 }, 3, 20_000, MINUTE_MS);
  expect(quiet).toMatchObject({ waitProbability: 0, abandonProbability: 0, serviceLevel: 1, meanWaitMs: 0 });
});

test('no agents, no patience or a threshold below zero are refused', () => {
  const refused = expect.objectContaining({ code: 'ERLANG_BAD_INPUT' });
  expect(() => erlangA(load, 0, 20_000, MINUTE_MS)).toThrow(refused);
  expect(() => erlangA(load, 14, 20_000, 0)).toThrow(refused);
  expect(() => erlangA(load, 14, -1, MINUTE_MS)).toThrow(refused);
});
