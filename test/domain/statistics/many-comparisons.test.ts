import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { benjaminiHochberg, holm } from '../../../services/domain/statistics/many-comparisons.ts';
import { expectClose } from './close.ts';
import { frequency, values } from './coverage.ts';

const OBSERVED = [0.01, 0.04, 0.03, 0.005, 0.8, 0.04];

describe('statsmodels 0.15.0 says the same, multipletests(values, method)[1]', () => {
  test.each([
    ['holm', holm, [0.05, 0.12, 0.12, 0.03, 0.8, 0.12]],
    ['fdr_bh', benjaminiHochberg, [0.03, 0.048, 0.048, 0.03, 0.8, 0.048]],
  ])('%s', (_method, adjust, expected) => {
    for (const [at, p] of adjust(OBSERVED).entries()) expectClose(p, expected[at]!);
  });
});

test.each([
  ['Holm', holm],
  ['Benjamini and Hochberg', benjaminiHochberg],
])(
  'of twenty comparisons without any difference, %s lets one through in about one case of twenty',
  (_who, adjust) => {
    const found = frequency('nothing', 4000, (random) =>
      adjust(values(20, () => random.next())).some((p) => p! <= 0.05),
    );
    expect(found).toBeGreaterThan(0.035);
    expect(found).toBeLessThan(0.06);
  },
);

test('adjusted values keep their order, are not smaller than before, and by the second not larger than by the first', () => {
  const p = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(p), (observed) => {
      const strict = holm(observed) as number[];
      const lenient = benjaminiHochberg(observed) as number[];
      for (const [at, own] of observed.entries()) {
        expect(lenient[at]).toBeGreaterThanOrEqual(own * (1 - 1e-12));
        expect(strict[at]).toBeGreaterThanOrEqual(lenient[at]! * (1 - 1e-12));
        expect(strict[at]).toBeLessThanOrEqual(1);
        for (const [beside, another] of observed.entries()) {
          if (another <= own) continue;
          expect(strict[beside]).toBeGreaterThanOrEqual(strict[at]!);
          expect(lenient[beside]).toBeGreaterThanOrEqual(lenient[at]!);
        }
      }
    }),
  );
});

test('what was not compared stays so, and does not count', () => {
  expect(holm([null, 0.02, null, 0.03])).toEqual([null, 0.04, null, 0.04]);
  expect(benjaminiHochberg([null, 0.02, 0.03])).toEqual([null, 0.03, 0.03]);
  expect(holm([])).toEqual([]);
});

test('what is no p-value is refused', () => {
  expect(() => holm([0.5, 1.2])).toThrow('p cannot be 1.2');
  expect(() => benjaminiHochberg([Number.NaN])).toThrow('p cannot be NaN');
});
