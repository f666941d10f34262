import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Member, poolsOf } from '../../../services/domain/intraday/pool.ts';

const member = (presence: number, ...shares: [number, number][]): Member => ({ presence, shares });

describe('the pool of a series', () => {
  test('is its own people and its own work where they do nothing else', () => {
    const loads = [
      { calls: 100, busy: 10 },
      { calls: 20, busy: 4 },
    ];
    expect(poolsOf(loads, [member(1, [0, 1]), member(1, [0, 1]), member(1, [1, 1])])).toEqual([
      { agents: 2, calls: 100, busy: 10 },
      { agents: 1, calls: 20, busy: 4 },
    ]);
  });

  test('has all of the work of people who do everything', () => {
    const loads = [
      { calls: 100, busy: 10 },
      { calls: 20, busy: 4 },
    ];
    const all = Array.from({ length: 16 }, () => member(1, [0, 0.7], [1, 0.3]));
    for (const pool of poolsOf(loads, all)) {
      expect(pool.agents).toBeCloseTo(16, 9);
      expect(pool.calls).toBeCloseTo(120, 9);
      expect(pool.busy).toBeCloseTo(14, 9);
    }
  });

  test('has of other work the part that its people do of it', () => {
    // Of the second series one of two half-times is in the pool of the first.
    const pools = poolsOf(
      [
        { calls: 100, busy: 10 },
        { calls: 20, busy: 4 },
      ],
      [member(1, [0, 0.5], [1, 0.5]), member(1, [1, 0.5])],
    );
    expect(pools[0]).toEqual({ agents: 1, calls: 110, busy: 12 });
    // The other half of the last one goes to work that is not looked at.
    expect(pools[1]).toEqual({ agents: 1.5, calls: 120, busy: 14 });
  });

  test('leaves out who has helped out once', () => {
    const [pool] = poolsOf(
      [
        { calls: 100, busy: 10 },
        { calls: 1, busy: 1 },
      ],
      [member(1, [0, 1]), member(1, [0, 0.005], [1, 0.995])],
    );
    expect(pool!.agents).toBe(1);
  });

  test('is empty where nobody is', () => {
    expect(poolsOf([{ calls: 5, busy: 1 }], [])).toEqual([{ agents: 0, calls: 0, busy: 0 }]);
  });

  test('has never more people or work than there are', () => {
    const members = fc.array(
      fc.record({
        presence: fc.double({ min: 0, max: 1, noNaN: true }),
        weights: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
      }),
      { maxLength: 12 },
    );
    const loads = fc.array(
      fc.record({
        calls: fc.double({ min: 0, max: 500, noNaN: true }),
        busy: fc.double({ min: 0, max: 50, noNaN: true }),
      }),
      { minLength: 3, maxLength: 3 },
    );
    fc.assert(
      fc.property(loads, members, (asked, people) => {
        const all = people.map(({ presence, weights }): Member => {
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          return { presence, shares: weights.map((weight, i) => [i, weight / total] as const) };
        });
        const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
        for (const pool of poolsOf(asked, all)) {
          expect(pool.agents).toBeLessThanOrEqual(sum(people.map(({ presence }) => presence)) + 1e-9);
          expect(pool.busy).toBeLessThanOrEqual(sum(asked.map(({ busy }) => busy)) + 1e-6);
          expect(pool.calls).toBeLessThanOrEqual(sum(asked.map(({ calls }) => calls)) + 1e-6);
        }
      }),
    );
  });
});
