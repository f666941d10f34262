import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Errors, intervalsOf } from '../../../services/domain/forecast/intervals.ts';
import { createRandom, normal, poisson } from './synthetic.ts';

const bordersOf = (errors: Errors, forecast: number, widen = 1) => {
  const into = { lower80: 0, upper80: 0, lower95: 0, upper95: 0 };
  intervalsOf(errors)(forecast, widen, into);
  return into;
};

function errorsOf(pairs: readonly (readonly [forecast: number, actual: number])[]): Errors {
  return {
    forecasts: Float64Array.from(pairs, ([forecast]) => forecast),
    actuals: Float64Array.from(pairs, ([, actual]) => actual),
    widen: new Float64Array(pairs.length).fill(1),
    count: pairs.length,
  };
}

const NONE = errorsOf([]);

describe('without a backtest', () => {
  it('takes the variance of Poisson and of days that differ by a quarter', () => {
    // 100: standard deviation is the root of 100 + 25 squared.
    const sigma = Math.sqrt(725);
    const { lower80, upper80, lower95, upper95 } = bordersOf(NONE, 100);
    expect(upper80).toBeCloseTo(100 + 1.2815515655 * sigma, 6);
    expect(lower80).toBeCloseTo(100 - 1.2815515655 * sigma, 6);
    expect(upper95).toBeCloseTo(100 + 1.9599639845 * sigma, 6);
    expect(lower95).toBeCloseTo(100 - 1.9599639845 * sigma, 6);
  });

  it('expects nothing where nothing is forecast', () => {
    expect(bordersOf(NONE, 0)).toEqual({ lower80: 0, upper80: 0, lower95: 0, upper95: 0 });
  });

  it.each([
    // Poisson's probabilities of 0 are 0.905, 0.741, 0.607; up to 1 0.995, 0.963, 0.910; up to 2 0.986 (mean 0.5).
    { forecast: 0.1, upper80: 0.1, upper95: 0.1 },
    { forecast: 0.3, upper80: 0.3, upper95: 1 },
    { forecast: 0.5, upper80: 1, upper95: 2 },
  ])(
    'ends at the count whose probability is closest, for $forecast contacts',
    ({ forecast, upper80, upper95 }) => {
      const borders = bordersOf(NONE, forecast);
      expect(borders).toEqual({ lower80: 0, upper80, lower95: 0, upper95 });
    },
  );
});

it('goes by the errors of forecasts of like size', () => {
  const random = createRandom(1);
  const pairs = Array.from({ length: 4_000 }, (_, i) => {
    // Quiet ones err by a tenth of their size, busy ones by half of it.
    const [forecast, error] = i % 2 === 0 ? [1_000, 100] : [8_000, 4_000];
    return [forecast, forecast + error * normal(random)] as const;
  });
  const errors = errorsOf(pairs);
  const [quiet, busy] = [bordersOf(errors, 1_000), bordersOf(errors, 8_000)];
  expect((quiet.upper80 - 1_000) / 128).toBeCloseTo(1, 0);
  expect((busy.upper80 - 8_000) / 5_126).toBeCloseTo(1, 0);
  expect((8_000 - busy.lower95) / 7_840).toBeCloseTo(1, 0);
});

it('covers what it promises, of many and of few contacts', () => {
  const random = createRandom(2);
  const draw = () =>
    errorsOf(
      Array.from({ length: 20_000 }, (_, i) => {
        const forecast = 0.05 * 1.5 ** (i % 20);
        return [forecast, poisson(random, forecast * Math.exp(0.2 * normal(random)))] as const;
      }),
    );
  const intervals = intervalsOf(draw());
  const { forecasts, actuals, count } = draw();
  const within = { b80: 0, b95: 0 };
  const into = { lower80: 0, upper80: 0, lower95: 0, upper95: 0 };
  for (let i = 0; i < count; i++) {
    intervals(forecasts[i]!, 1, into);
    if (actuals[i]! >= into.lower80 && actuals[i]! <= into.upper80) within.b80++;
    if (actuals[i]! >= into.lower95 && actuals[i]! <= into.upper95) within.b95++;
  }
  expect(Math.abs(within.b80 / count - 0.8)).toBeLessThan(0.03);
  expect(Math.abs(within.b95 / count - 0.95)).toBeLessThan(0.02);
});

it('nests the intervals around the forecast and above 0, whatever the errors were', () => {
  const pair = fc.tuple(fc.double({ min: 0, max: 500, noNaN: true }), fc.nat(800));
  fc.assert(
    fc.property(
      fc.array(pair, { maxLength: 400 }),
      fc.double({ min: 0, max: 1_000, noNaN: true }),
      fc.double({ min: 1, max: 3, noNaN: true }),
      (pairs, forecast, widen) => {
        const { lower80, upper80, lower95, upper95 } = bordersOf(errorsOf(pairs), forecast, widen);
        expect(lower95).toBeGreaterThanOrEqual(0);
        expect(lower80).toBeGreaterThanOrEqual(lower95);
        expect(forecast).toBeGreaterThanOrEqual(lower80);
        expect(upper80).toBeGreaterThanOrEqual(forecast);
        expect(upper95).toBeGreaterThanOrEqual(upper80);
      },
    ),
  );
});
