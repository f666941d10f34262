import { describe, expect, test } from 'vitest';
import { eventRateInterval, eventRateOf } from '../../../services/domain/statistics/event-rate.ts';
import { expectClose } from './close.ts';
import { coverage, occurrences } from './coverage.ts';

describe('statsmodels 0.15.0 says the same, confint_poisson(count, exposure, method="score", alpha)', () => {
  test.each([
    [12, 30, 0.05, 0.2288253262557607, 0.6992233011007103],
    [0, 7, 0.05, 0, 0.5487798315277325],
    [1, 1, 0.1, 0.22309222073811918, 4.4824512333572955],
    [250_000, 91.5, 0.05, 2721.551222457507, 2742.9716350159433],
  ])('%d in %d, alpha %d', (count, exposure, alpha, lower, upper) => {
    const interval = eventRateInterval({ count, exposure }, 1 - alpha);
    expectClose(interval.lower, lower);
    expectClose(interval.upper, upper);
  });
});

test('the true rate lies within it about as often as it says', () => {
  const held = coverage('events', 8000, (random) => {
    const truth = random.between(0.05, 3);
    return { truth, interval: eventRateInterval({ count: occurrences(random, truth, 30), exposure: 30 }) };
  });
  expect(held).toBeGreaterThan(0.93);
  expect(held).toBeLessThan(0.97);
});

test.each([
  [{ count: 3, exposure: 0 }, 'exposure cannot be 0'],
  [{ count: 3, exposure: Number.POSITIVE_INFINITY }, 'exposure cannot be Infinity'],
  [{ count: -3, exposure: 1 }, 'count cannot be -3'],
])('%j is refused', (occurrences, message) => {
  expect(() => eventRateOf(occurrences)).toThrow(
    expect.objectContaining({ code: 'STATISTICS_BAD_INPUT', message }),
  );
});
