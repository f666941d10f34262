import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantileOf, sampleOf, sampleOfBins, valueAt } from '../../../services/domain/statistics/sample.ts';

const VALUES = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 });

test('each rank has the value that sorting puts there', () => {
  fc.assert(
    fc.property(VALUES, (values) => {
      const sample = sampleOf(values);
      const sorted = values.toSorted((a, b) => a - b);
      expect(sorted.map((_, at) => valueAt(sample, at + 1))).toEqual(sorted);
    }),
  );
});

test('between two ranks lies what is between their values, and beyond the last nothing', () => {
  const sample = sampleOf([10, 30, 20, 20]);
  expect([1, 1.25, 2, 2.5, 3, 3.5, 4].map((rank) => valueAt(sample, rank))).toEqual([
    10, 12.5, 20, 20, 20, 25, 30,
  ]);
  expect(valueAt(sample, 0)).toBe(10);
  expect(valueAt(sample, 4.7)).toBe(30);
});

test('the median is the mean of the two middle values, any other quantile the nearest rank', () => {
  fc.assert(
    fc.property(VALUES, fc.constantFrom(0.05, 0.25, 0.75, 0.9, 0.95, 0.99), (values, q) => {
      const sorted = values.toSorted((a, b) => a - b);
      const half = (values.length - 1) / 2;
      expect(quantileOf(sampleOf(values), 0.5)).toBe(
        (sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2,
      );
      // The smallest value that at least q of them do not exceed, counted in hundredths.
      const nearest = sorted.find((_, at) => (at + 1) * 100 >= Math.round(q * 100) * values.length);
      expect(quantileOf(sampleOf(values), q)).toBe(nearest);
    }),
  );
});

test('bins in any order, doubled or empty, are the values that they count', () => {
  const counted = fc.record({ value: fc.integer({ min: 0, max: 9 }), count: fc.integer({ min: 0, max: 5 }) });
  fc.assert(
    fc.property(fc.array(counted), (bins) => {
      const values = bins.flatMap(({ value, count }) => Array.from({ length: count }, () => value));
      expect(sampleOfBins(bins)).toEqual(sampleOf(values));
    }),
  );
});

test('of no values there is no quantile', () => {
  expect(quantileOf(sampleOf([]), 0.5)).toBeNull();
});

test('what is no value, no count or no quantile is refused', () => {
  expect(() => sampleOf([1, Number.NaN])).toThrow('a value cannot be NaN');
  expect(() => sampleOfBins([{ value: 1, count: -1 }])).toThrow('a count cannot be -1');
  expect(() => quantileOf(sampleOf([1]), 95)).toThrow('quantile cannot be 95');
});
