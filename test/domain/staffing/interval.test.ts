import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { erlangA } from '../../../services/domain/erlang/erlang-a.ts';
import { erlangC } from '../../../services/domain/erlang/erlang-c.ts';
import {
  expectedWith,
  type IntervalTerms,
  requiredAgents,
} from '../../../services/domain/staffing/interval.ts';
import { simulateQueue } from '../erlang/queue-simulation.ts';

const load = { calls: 100, intervalMs: 1_800_000, ahtMs: 180_000 };
const terms: IntervalTerms = {
  goal: { serviceLevel: 0.8, thresholdMs: 20_000, maxOccupancy: 0.85 },
  maxAbandonment: 1,
  patienceMs: null,
  concurrency: 1,
};

test('without a patience it is Erlang C, with one Erlang A', () => {
  const { waitProbability, ...patient } = erlangC(load, 14, 20_000);
  expect(requiredAgents(load, terms)).toBe(14);
  expect(expectedWith(load, 14, terms)).toEqual({ ...patient, abandonment: null });
  const leaving = { ...terms, patienceMs: 300_000 };
  const { asaMs, serviceLevel, abandonProbability } = erlangA(load, 14, 20_000, 300_000);
  expect(expectedWith(load, 14, leaving)).toMatchObject({
    asaMs,
    serviceLevel,
    abandonment: abandonProbability,
  });
});

test('more contacts than agents can handle, of whom nobody gives up, have no figures', () => {
  expect(expectedWith(load, 10, terms)).toBeNull();
  expect(expectedWith(load, 10, { ...terms, patienceMs: 60_000 })?.serviceLevel).toBeLessThan(0.8);
});

describe('agents with several contacts at once', () => {
  test('are as many servers, and whole', () => {
    // 14 servers: 7 agents with two each, 5 with three.
    expect([2, 3, 14, 50].map((concurrency) => requiredAgents(load, { ...terms, concurrency }))).toEqual([
      7, 5, 1, 1,
    ]);
    expect(expectedWith(load, 5, { ...terms, concurrency: 3 })?.serviceLevel).toBe(
      erlangC(load, 15, 20_000).serviceLevel,
    );
  });

  test('serve as a simulation of their places does', () => {
    const chats = { ...terms, concurrency: 3, patienceMs: 240_000 };
    const { serviceLevel, asaMs, abandonment } = expectedWith(load, 4, chats)!;
    const queue = { load, agents: 12, thresholdMs: 20_000, patienceMs: 240_000 };
    const played = simulateQueue(queue, 20_000, 5);
    expect(Math.abs(serviceLevel - played.serviceLevel.mean)).toBeLessThan(played.serviceLevel.halfWidth);
    expect(Math.abs(asaMs - played.asaMs.mean)).toBeLessThan(played.asaMs.halfWidth);
    expect(Math.abs(abandonment! - played.abandonProbability.mean)).toBeLessThan(
      played.abandonProbability.halfWidth,
    );
  });
});

test('no figure leaves its range, and the required agents reach the goal', () => {
  const cases = fc.record({
    calls: fc.double({ min: 0, max: 2_000, noNaN: true }),
    concurrency: fc.integer({ min: 1, max: 5 }),
    patienceMs: fc.option(fc.integer({ min: 1_000, max: 86_400_000 })),
    agents: fc.integer({ min: 1, max: 400 }),
  });
  fc.assert(
    fc.property(cases, ({ calls, concurrency, patienceMs, agents }) => {
      const busy = { ...load, calls };
      const asked = { ...terms, concurrency, patienceMs };
      const required = requiredAgents(busy, asked);
      expect(expectedWith(busy, required, asked)!.serviceLevel).toBeGreaterThanOrEqual(0.8 - 1e-9);
      const { serviceLevel, occupancy, abandonment, asaMs } = expectedWith(busy, agents, asked) ?? {
        serviceLevel: 0,
        occupancy: 0,
        abandonment: 0,
        asaMs: 0,
      };
      for (const share of [serviceLevel, occupancy, abandonment ?? 0]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
      expect(asaMs).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 500 },
  );
});
