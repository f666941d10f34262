import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { erlangC } from '../../../services/domain/erlang/erlang-c.ts';
import { agentsFor, scheduledFor } from '../../../services/domain/erlang/staffing.ts';

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
