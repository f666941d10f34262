import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rateInterval, shareOf } from '../../../services/domain/statistics/rate.ts';
import { expectClose } from './close.ts';
import { coverage, successes } from './coverage.ts';

describe('statsmodels 0.15.0 says the same, proportion_confint(successes, n, alpha, method="wilson")', () => {
  test.each([
    [7, 10, 0.05, 0.39677814746114537, 0.8922087325936989],
    [0, 20, 0.05, 0, 0.1611251580528194],
    [20, 20, 0.05, 0.8388748419471804, 1],
    [1, 1, 0.05, 0.2065493143772374, 1],
    [333, 1000, 0.1, 0.30896566123508146, 0.3579355520069986],
    [450_000, 5_000_000, 0.01, 0.08967087792952182, 0.09033021019207683],
  ])('%d of %d, alpha %d', (successes, n, alpha, lower, upper) => {
    const interval = rateInterval({ n, successes }, 1 - alpha);
    expectClose(interval?.lower, lower);
    expectClose(interval?.upper, upper);
  });
});

test.each([
  ['few', 5, 30],
  ['some', 30, 200],
])('the true share of %s cases lies within it about as often as it says', (_name, least, most) => {
  const held = coverage(`rate/${least}`, 8000, (random) => {
    const truth = random.between(0.02, 0.98);
    const n = least + random.integer(most - least);
    return { truth, interval: rateInterval({ n, successes: successes(random, n, truth) }) };
  });
  expect(held).toBeGreaterThan(0.93);
  expect(held).toBeLessThan(0.97);
});

test('it has the share in it, lies between 0 and 1, and narrows with cases and with a lower level', () => {
  const rates = fc
    .integer({ min: 1, max: 1_000_000_000 })
    .chain((n) => fc.record({ n: fc.constant(n), successes: fc.integer({ min: 0, max: n }) }));
  fc.assert(
    fc.property(rates, ({ n, successes }) => {
      const share = shareOf({ n, successes })!;
      const { lower, upper } = rateInterval({ n, successes })!;
      expect(0 <= lower && lower <= share && share <= upper && upper <= 1).toBe(true);
      const more = rateInterval({ n: 4 * n, successes: 4 * successes })!;
      expect(more.upper - more.lower).toBeLessThan(upper - lower);
      const weaker = rateInterval({ n, successes }, 0.8)!;
      expect(weaker.upper - weaker.lower).toBeLessThan(upper - lower);
    }),
  );
});

test('of no cases there is no share and no interval', () => {
  expect(shareOf({ n: 0, successes: 0 })).toBeNull();
  expect(rateInterval({ n: 0, successes: 0 })).toBeNull();
});

test.each([
  [{ n: 3, successes: 4 }, 0.95, 'successes of 3 cases cannot be 4'],
  [{ n: -1, successes: 0 }, 0.95, 'n cannot be -1'],
  [{ n: 2, successes: 0.5 }, 0.95, 'successes cannot be 0.5'],
  [{ n: Number.NaN, successes: 0 }, 0.95, 'n cannot be NaN'],
  [{ n: 2, successes: 1 }, 1, 'level cannot be 1'],
  [{ n: 2, successes: 1 }, 0, 'level cannot be 0'],
  [{ n: 2, successes: 1 }, 95, 'level cannot be 95'],
])('%j at level %d is refused', (rate, level, message) => {
  expect(() => rateInterval(rate, level)).toThrow(
    expect.objectContaining({ code: 'STATISTICS_BAD_INPUT', message }),
  );
});
