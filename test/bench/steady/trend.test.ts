import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Reading, trendOf } from './trend.ts';

const readings = (drawn: (i: number) => number): Reading[] =>
  Array.from({ length: 100 }, (_, i) => ({ events: i * 1_000, value: drawn(i) }));

it('what does not grow has no growth, however it wanders', () => {
  const wander = [3, -2, 0, 5, -5, 1, -1];
  const { growth, noise } = trendOf(readings((i) => 500 + wander[i % wander.length]!));
  expect(Math.abs(growth)).toBeLessThan(1);
  expect(noise).toBeGreaterThan(5);
});

it('what leaks is told, though a tenth of the readings are wild', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1_000, max: 1_000 }), { maxLength: 10 }), (wild) => {
      const { growth } = trendOf(readings((i) => 500 + i + (i % 10 === 5 ? (wild[(i - 5) / 10] ?? 0) : 0)));
      expect(growth).toBeGreaterThan(95);
      expect(growth).toBeLessThan(103);
    }),
  );
});

it('a line has no noise', () => {
  expect(trendOf(readings((i) => 2 * i)).noise).toBeCloseTo(0);
  expect(trendOf([])).toEqual({ growth: 0, noise: 0 });
});
