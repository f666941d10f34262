import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { erlangA } from '../../../services/domain/erlang/erlang-a.ts';
import { agentsMissing, isMissed, stretchesOf } from '../../../services/domain/intraday/mend.ts';
import { expectedServiceLevel, type StaffingTerms } from '../../../services/domain/intraday/service-level.ts';

const TERMS: StaffingTerms = {
  goal: { serviceLevel: 0.8, thresholdMs: 20_000, maxOccupancy: 0.85 },
  patienceMs: null,
  concurrency: 1,
};
/** METRICS.md section 7: 100 calls in 30 min, AHT 180 s, 10 erlangs. */
const LOAD = { calls: 100, intervalMs: 1_800_000, ahtMs: 180_000 };

describe('the service level with those who are scheduled', () => {
  test('is that of Erlang C where nothing is known of patience', () => {
    expect(expectedServiceLevel(LOAD, 13, TERMS)).toBeCloseTo(0.7955947884177831, 12);
    expect(expectedServiceLevel(LOAD, 14, TERMS)).toBeCloseTo(0.8883500191794669, 12);
  });

  test('is that of Erlang A where it is', () => {
    const terms = { ...TERMS, patienceMs: 300_000 };
    expect(expectedServiceLevel(LOAD, 14, terms)).toBeCloseTo(0.916792, 6);
    expect(expectedServiceLevel(LOAD, 8, terms)).toBe(erlangA(LOAD, 8, 20_000, 300_000).serviceLevel);
  });

  test('lies between for a part of an agent', () => {
    expect(expectedServiceLevel(LOAD, 13.5, TERMS)).toBeCloseTo(
      (0.7955947884177831 + 0.8883500191794669) / 2,
      12,
    );
  });

  test('is 0 where there is more work than agents and nobody gives up, or nobody there', () => {
    expect(expectedServiceLevel(LOAD, 10, TERMS)).toBe(0);
    expect(expectedServiceLevel(LOAD, 0, TERMS)).toBe(0);
    expect(expectedServiceLevel(LOAD, 0.5, { ...TERMS, patienceMs: 60_000 })).toBeGreaterThan(0);
  });

  test('is not known where nobody is expected', () => {
    expect(expectedServiceLevel({ ...LOAD, calls: 0 }, 3, TERMS)).toBeNull();
  });

  test('counts each place of agents who chat', () => {
    expect(expectedServiceLevel(LOAD, 7, { ...TERMS, concurrency: 2 })).toBe(
      expectedServiceLevel(LOAD, 14, TERMS),
    );
  });
});

const terms = fc.record({
  goal: fc.record({
    serviceLevel: fc.double({ min: 0.05, max: 0.99, noNaN: true }),
    thresholdMs: fc.nat(120_000),
    maxOccupancy: fc.constant(1),
  }),
  patienceMs: fc.option(fc.integer({ min: 10_000, max: 3_600_000 })),
  concurrency: fc.constantFrom(1, 2, 3),
});
const loads = fc.record({
  calls: fc.double({ min: 0.01, max: 800, noNaN: true }),
  intervalMs: fc.constantFrom(900_000, 1_800_000, 3_600_000),
  ahtMs: fc.integer({ min: 10_000, max: 1_200_000 }),
});
const agents = fc.double({ min: 0, max: 200, noNaN: true });

test('a service level is a share whatever the overload, and no agent more makes it worse', () => {
  fc.assert(
    fc.property(loads, agents, terms, (load, present, asked) => {
      const level = expectedServiceLevel(load, present, asked)!;
      expect(level).toBeGreaterThanOrEqual(0);
      expect(level).toBeLessThanOrEqual(1);
      expect(expectedServiceLevel(load, present + 1, asked)!).toBeGreaterThanOrEqual(level - 1e-9);
    }),
  );
});

describe('the agents that mend an interval', () => {
  test('of 100 calls with 12 scheduled are two: 13 reach 79.6 %', () => {
    expect(agentsMissing(LOAD, 12, TERMS)).toBe(2);
    expect(agentsMissing(LOAD, 14, TERMS)).toBe(0);
  });

  test('reach the goal, and one fewer does not', () => {
    fc.assert(
      fc.property(loads, agents, terms, (load, present, asked) => {
        const more = agentsMissing(load, present, asked);
        expect(isMissed(expectedServiceLevel(load, present + more, asked), asked)).toBe(false);
        if (more > 0)
          expect(isMissed(expectedServiceLevel(load, present + more - 1, asked), asked)).toBe(true);
      }),
    );
  });
});

test('intervals that follow each other and are alike are one stretch', () => {
  const intervals = [
    { from: 0, to: 30, agents: 2 },
    { from: 30, to: 60, agents: 2 },
    { from: 60, to: 90, agents: 1 },
    { from: 120, to: 150, agents: 1 },
  ];
  const stretches = stretchesOf(intervals, (one, other) => one.agents === other.agents);
  expect(stretches.map(({ from, to, intervals: [first] }) => [from, to, first!.agents])).toEqual([
    [0, 60, 2],
    [60, 90, 1],
    [120, 150, 1],
  ]);
});
