import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { erlangC, erlangCWait } from '../../../services/domain/erlang/erlang-c.ts';

const HALF_HOUR_MS = 1_800_000;

/** Sixteen digits are printed; the last ones depend on the order of operations. */
function expectSame(actual: number, printed: number): void {
  expect(Math.abs(actual / printed - 1)).toBeLessThan(1e-12);
}

describe('METRICS.md section 7, Erlang C: 100 calls in 30 min, AHT 180 s, T 20 s', () => {
  const load = { calls: 100, intervalMs: HALF_HOUR_MS, ahtMs: 180_000 };

  test.each([
    [11, 0.6821182046893323, 0.38961381172915344, 122.78127684407981],
    [12, 0.4493882242982709, 0.6401580403740066, 40.444940186844384],
    [13, 0.285270453036493, 0.7955947884177831, 17.11622718218958],
    [14, 0.1741319335950498, 0.8883500191794669, 7.835937011777241],
    [15, 0.10204236700798798, 0.9414528428690223, 3.6735252122875672],
  ])('%i agents', (agents, waitProbability, serviceLevel, asaSeconds) => {
    const expected = erlangC(load, agents, 20_000);
    expect(expected.erlangs).toBe(10);
    expectSame(expected.waitProbability, waitProbability);
    expectSame(expected.serviceLevel, serviceLevel);
    expectSame(expected.asaMs, asaSeconds * 1000);
  });

  test('10 agents for 10 erlangs are an error, not a number', () => {
    expect(() => erlangC(load, 10, 20_000)).toThrow(expect.objectContaining({ code: 'ERLANG_UNSTABLE' }));
    expect(() => erlangC(load, 0, 20_000)).toThrow(expect.objectContaining({ code: 'ERLANG_UNSTABLE' }));
  });
});

test('METRICS.md section 7, Erlang C: 360 calls in 30 min, AHT 240 s, 55 agents, T 15 s', () => {
  const expected = erlangC({ calls: 360, intervalMs: HALF_HOUR_MS, ahtMs: 240_000 }, 55, 15_000);
  expect(expected.erlangs).toBe(48);
  expect(expected.occupancy).toBeCloseTo(0.8727, 4);
  expectSame(expected.waitProbability, 0.23870093637800924);
  expectSame(expected.serviceLevel, 0.8458830921705803);
  expectSame(expected.asaMs, 8184.032104388889);
});

test('METRICS.md section 7: Erlang C(25, 20) is 0.2091028 (wrong in print: 0.261)', () => {
  expect(erlangCWait(20, 25)).toBeCloseTo(0.2091028, 7);
});

test('with nobody calling nobody waits', () => {
  expect(erlangC({ calls: 0, intervalMs: HALF_HOUR_MS, ahtMs: 180_000 }, 1, 20_000)).toEqual({
    erlangs: 0,
    occupancy: 0,
    waitProbability: 0,
    serviceLevel: 1,
    asaMs: 0,
  });
});

test('one agent more never makes it worse, and every figure stays in its range', () => {
  const erlangs = fc.double({ min: 0, max: 800, noNaN: true });
  fc.assert(
    fc.property(erlangs, fc.integer({ min: 1, max: 50 }), fc.nat(120_000), (traffic, spare, thresholdMs) => {
      const load = { calls: traffic, intervalMs: 180_000, ahtMs: 180_000 };
      const agents = Math.floor(traffic) + spare;
      const fewer = erlangC(load, agents, thresholdMs);
      const more = erlangC(load, agents + 1, thresholdMs);
      expect(more.serviceLevel).toBeGreaterThanOrEqual(fewer.serviceLevel);
      expect(more.asaMs).toBeLessThanOrEqual(fewer.asaMs);
      for (const share of [fewer.serviceLevel, fewer.waitProbability, fewer.occupancy]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a load that cannot be is refused', () => {
  const load = { calls: 100, intervalMs: HALF_HOUR_MS, ahtMs: 180_000 };
  const refused = expect.objectContaining({ code: 'ERLANG_BAD_INPUT' });
  expect(() => erlangC({ ...load, calls: -1 }, 11, 20_000)).toThrow(refused);
  expect(() => erlangC({ ...load, intervalMs: 0 }, 11, 20_000)).toThrow(refused);
  expect(() => erlangC({ ...load, ahtMs: Number.NaN }, 11, 20_000)).toThrow(refused);
  expect(() => erlangC(load, 11, -1)).toThrow(refused);
});
