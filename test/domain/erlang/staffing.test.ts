import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { erlangA } from '../../../services/domain/erlang/erlang-a.ts';
import { erlangC } from '../../../services/domain/erlang/erlang-c.ts';
import { agentsFor, impatientAgentsFor, scheduledFor } from '../../../services/domain/erlang/staffing.ts';

const load = { calls: 100, intervalMs: 1_800_000, ahtMs: 180_000 };
const goal = { serviceLevel: 0.8, thresholdMs: 20_000, maxOccupancy: 0.85 };

describe('METRICS.md section 7, staffing for 80 % within 20 s at an occupancy of 0.85 or less', () => {
  test('100 calls of 180 s in 30 min need 14 agents', () => {
    expect(agentsFor(load, goal)).toEqual({ agents: 14, ...erlangC(load, 14, 20_000) });
  });

  test('of whom 20 are scheduled with 30 % shrinkage', () => {
    expect(scheduledFor(14, 0.3)).toBe(20);
  });

  test('21 / 0.7 is 30, whatever floating point says', () => {
    expect(scheduledFor(21, 0.3)).toBe(30);
  });
});

test('the occupancy asks for more agents where the service level does not', () => {
  const relaxed = { serviceLevel: 0.5, thresholdMs: 60_000 };
  expect(agentsFor(load, { ...relaxed, maxOccupancy: 1 }).agents).toBe(11);
  expect(agentsFor(load, { ...relaxed, maxOccupancy: 0.5 }).agents).toBe(20);
});

test('METRICS.md section 7: 0.6 erlangs with a goal of 30 % in 20 s need one agent, not two', () => {
  const quiet = { calls: 6, intervalMs: 1_800_000, ahtMs: 180_000 };
  const relaxed = { serviceLevel: 0.3, thresholdMs: 20_000, maxOccupancy: 0.85 };
  const { agents, erlangs, serviceLevel } = agentsFor(quiet, relaxed);
  expect({ agents, erlangs }).toEqual({ agents: 1, erlangs: 0.6 });
  expect(serviceLevel).toBeCloseTo(0.426, 3);
});

test('a goal that is met but for the last digits is met: 0.8 erlangs, 20 % at once, 1 agent', () => {
  // With one agent 80 % find a busy one, as it is busy so often; floating point says 19.999999999999996 % do not.
  const { agents } = agentsFor(
    { calls: 8, intervalMs: 1_800_000, ahtMs: 180_000 },
    { serviceLevel: 0.2, thresholdMs: 0, maxOccupancy: 1 },
  );
  expect(agents).toBe(1);
});

test('10,000 erlangs neither overflow nor take long', () => {
  const crowd = { calls: 10_000, intervalMs: 180_000, ahtMs: 180_000 };
  const full = { ...goal, maxOccupancy: 1 };
  const patient = agentsFor(crowd, full);
  // Halfin and Whitt: the wait probability at 10,000 + b sqrt(10,000) agents tends to that of the limit.
  expect(patient.agents).toBeGreaterThan(10_000);
  expect(patient.agents).toBeLessThan(10_100);
  expect(patient.serviceLevel).toBeGreaterThanOrEqual(0.8);
  const leaving = impatientAgentsFor(crowd, { ...full, maxAbandonment: 1 }, 120_000);
  expect(leaving.agents).toBeLessThan(patient.agents);
  expect(leaving.serviceLevel).toBeGreaterThanOrEqual(0.8);
  expect(leaving.serviceLevel).toBeLessThanOrEqual(1);
  const all = agentsFor({ ...crowd, calls: 50_000 }, full);
  expect(all.occupancy).toBeLessThan(1);
});

describe('with callers who give up', () => {
  const cases = fc.record({
    calls: fc.double({ min: 0.01, max: 1500, noNaN: true }),
    serviceLevel: fc.double({ min: 0.05, max: 0.99, noNaN: true }),
    thresholdMs: fc.nat(120_000),
    maxOccupancy: fc.double({ min: 0.5, max: 1, noNaN: true }),
    maxAbandonment: fc.double({ min: 0.01, max: 1, noNaN: true }),
    patienceMs: fc.integer({ min: 20_000, max: 3_600_000 }),
  });

  test('the goal is reached, and with one agent less it is not', () => {
    fc.assert(
      fc.property(cases, ({ calls, patienceMs, ...wanted }) => {
        const busy = { ...load, calls };
        const { agents, ...expected } = impatientAgentsFor(busy, wanted, patienceMs);
        expect(expected).toEqual(erlangA(busy, agents, wanted.thresholdMs, patienceMs));
        const isReached = ({ serviceLevel, abandonProbability, occupancy }: typeof expected) =>
          serviceLevel >= wanted.serviceLevel - 1e-12 &&
          abandonProbability <= wanted.maxAbandonment + 1e-12 &&
          occupancy <= wanted.maxOccupancy + 1e-12;
        expect(isReached(expected)).toBe(true);
        if (agents > 1)
          expect(isReached(erlangA(busy, agents - 1, wanted.thresholdMs, patienceMs))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('fewer agents than erlangs may do', () => {
    // 101 by a search that begins at the load; with 95 it is 78.0 %.
    const calls = { calls: 1000, intervalMs: 1_800_000, ahtMs: 180_000 };
    const lenient = { ...goal, maxOccupancy: 1, maxAbandonment: 1 };
    expect(impatientAgentsFor(calls, lenient, 120_000).agents).toBe(96);
    expect(erlangA(calls, 95, 20_000, 120_000).serviceLevel).toBeCloseTo(0.78, 3);
  });

  test('a bound on those who give up asks for more agents', () => {
    const lenient = { serviceLevel: 0.5, thresholdMs: 60_000, maxOccupancy: 1 };
    const few = impatientAgentsFor(load, { ...lenient, maxAbandonment: 1 }, 60_000);
    const more = impatientAgentsFor(load, { ...lenient, maxAbandonment: 0.02 }, 60_000);
    expect(few.abandonProbability).toBeGreaterThan(0.02);
    expect(more.abandonProbability).toBeLessThanOrEqual(0.02);
    expect(more.agents).toBeGreaterThan(few.agents);
  });

  test('patience of years is as Erlang C has it', () => {
    const years = impatientAgentsFor(load, { ...goal, maxAbandonment: 1 }, 1e12);
    expect(years.agents).toBe(14);
  });

  test('one agent is there even if no call is expected', () => {
    const quiet = impatientAgentsFor({ ...load, calls: 0 }, { ...goal, maxAbandonment: 1 }, 60_000);
    expect(quiet).toMatchObject({ agents: 1, serviceLevel: 1, abandonProbability: 0, asaMs: 0 });
  });

  test('a patience or a bound that cannot be is refused', () => {
    const refused = expect.objectContaining({ code: 'ERLANG_BAD_INPUT' });
    expect(() => impatientAgentsFor(load, { ...goal, maxAbandonment: 1 }, 0)).toThrow(refused);
    expect(() => impatientAgentsFor(load, { ...goal, maxAbandonment: 1 }, Infinity)).toThrow(refused);
    expect(() => impatientAgentsFor(load, { ...goal, maxAbandonment: 0 }, 60_000)).toThrow(refused);
    expect(() => impatientAgentsFor({ ...load, calls: 1e9 }, { ...goal, maxAbandonment: 1 }, 60_000)).toThrow(
      expect.objectContaining({ code: 'ERLANG_TOO_LARGE' }),
    );
  });
});

test('one agent is there even if no call is expected', () => {
  expect(agentsFor({ ...load, calls: 0 }, goal)).toMatchObject({ agents: 1, serviceLevel: 1 });
});

test('the goal is reached, and with one agent less it is not', () => {
  const cases = fc.record({
    calls: fc.integer({ min: 1, max: 3000 }),
    serviceLevel: fc.double({ min: 0.05, max: 0.99, noNaN: true }),
    thresholdMs: fc.nat(120_000),
    maxOccupancy: fc.double({ min: 0.3, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(cases, ({ calls, ...wanted }) => {
      const busy = { ...load, calls };
      const staffing = agentsFor(busy, wanted);
      expect(staffing.serviceLevel).toBeGreaterThanOrEqual(wanted.serviceLevel);
      expect(staffing.occupancy).toBeLessThanOrEqual(wanted.maxOccupancy * (1 + 1e-11));
      const fewer = staffing.agents - 1;
      const stillStable = fewer > staffing.erlangs && staffing.erlangs / fewer <= wanted.maxOccupancy;
      if (stillStable)
        expect(erlangC(busy, fewer, wanted.thresholdMs).serviceLevel).toBeLessThan(wanted.serviceLevel);
    }),
    { numRuns: 1000 },
  );
});

test('scheduling is exact for every whole percentage', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.integer({ min: 0, max: 99 }), (agents, percent) => {
      const scheduled = scheduledFor(agents, percent / 100);
      // In whole numbers, where nothing is rounded.
      expect(scheduled * (100 - percent)).toBeGreaterThanOrEqual(agents * 100);
      expect((scheduled - 1) * (100 - percent)).toBeLessThan(agents * 100);
    }),
    { numRuns: 1000 },
  );
});

test('a goal that cannot be reached is refused', () => {
  const refused = expect.objectContaining({ code: 'ERLANG_BAD_INPUT' });
  expect(() => agentsFor(load, { ...goal, serviceLevel: 1 })).toThrow(refused);
  expect(() => agentsFor(load, { ...goal, maxOccupancy: 0 })).toThrow(refused);
  expect(() => scheduledFor(14, 1)).toThrow(refused);
  expect(() => agentsFor({ ...load, calls: 1e9 }, goal)).toThrow(
    expect.objectContaining({ code: 'ERLANG_TOO_LARGE' }),
  );
});
