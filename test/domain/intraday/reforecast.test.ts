import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayVariation, variationOfBand } from '../../../services/domain/intraday/day-variation.ts';
import { type RunningInterval, reforecast } from '../../../services/domain/intraday/reforecast.ts';

const interval = (forecast: number, known = 0, actual: number | null = null): RunningInterval => ({
  forecast,
  lower80: forecast * 0.7,
  upper80: forecast * 1.4,
  actual,
  known,
});

const amounts = fc.double({ min: 0, max: 500, noNaN: true });
const variations = fc.record({
  dayVariance: fc.double({ min: 0, max: 0.5, noNaN: true }),
  dispersion: fc.double({ min: 1, max: 5, noNaN: true }),
});
const days = fc.array(
  fc.record({ forecast: amounts, actual: fc.nat(1_000), known: fc.double({ min: 0, max: 1, noNaN: true }) }),
  { minLength: 1, maxLength: 48 },
);
const dayOf = (rows: { forecast: number; actual: number; known: number }[]) =>
  rows.map(({ forecast, known, actual }) => interval(forecast, known, known === 0 ? null : actual));

describe('the rest of a day, forecast anew', () => {
  test('is as forecast while nothing has come in: factor, middle and band', () => {
    fc.assert(
      fc.property(fc.array(amounts, { minLength: 1 }), variations, (forecasts, variation) => {
        const day = forecasts.map((forecast) => interval(forecast));
        const { factor, intervals } = reforecast(day, variation);
        expect(factor).toBe(1);
        intervals.forEach((one, i) => {
          expect(one!.reforecast).toBe(forecasts[i]);
          expect(one!.lower80).toBeCloseTo(forecasts[i]! * 0.7, 9);
          expect(one!.upper80).toBeCloseTo(forecasts[i]! * 1.4, 9);
        });
      }),
    );
  });

  test('goes half of the way to what the day shows when the past says as much as the day', () => {
    // Days differ by a tenth (variance 0.01): a prior worth 100 contacts. 100 expected, 120 come.
    const variation = { dayVariance: 0.01, dispersion: 1 };
    const { factor, deviation, intervals } = reforecast([interval(100, 1, 120), interval(50)], variation);
    expect(factor).toBeCloseTo(1.1, 12);
    expect(deviation).toBeCloseTo(Math.sqrt((0.01 * 1.1) / 2), 12);
    expect(intervals[0]).toBeNull();
    expect(intervals[1]!.reforecast).toBeCloseTo(55, 12);
  });

  test('counts of an interval that runs only the part that is over', () => {
    const variation = { dayVariance: 0.01, dispersion: 1 };
    const { factor, intervals } = reforecast([interval(100, 0.25, 25)], variation);
    expect(factor).toBe(1);
    expect(intervals[0]!.reforecast).toBe(100);
    const busier = reforecast([interval(100, 0.25, 50)], variation);
    expect(busier.factor).toBeCloseTo((1 + 0.01 * 50) / (1 + 0.01 * 25), 12);
    expect(busier.intervals[0]!.reforecast).toBeCloseTo(50 + 75 * busier.factor, 9);
  });

  test('takes no notice of intervals of which nothing is known: a pipeline that is behind is no quiet day', () => {
    const variation = { dayVariance: 0.05, dispersion: 1 };
    const known = reforecast([interval(100, 1, 100), interval(80), interval(80)], variation);
    expect(known.factor).toBe(1);
    expect(known.intervals[1]!.reforecast).toBe(80);
  });

  test('rises with every contact that came', () => {
    fc.assert(
      fc.property(days, fc.nat(), variations, (rows, which, variation) => {
        const more = rows.map((row, i) =>
          i === which % rows.length ? { ...row, actual: row.actual + 1 } : row,
        );
        const [before, after] = [reforecast(dayOf(rows), variation), reforecast(dayOf(more), variation)];
        expect(after.factor).toBeGreaterThanOrEqual(before.factor);
      }),
    );
  });

  test('lies within its band, and the band above what has come', () => {
    fc.assert(
      fc.property(days, variations, (rows, variation) => {
        const day = dayOf(rows);
        reforecast(day, variation).intervals.forEach((one, i) => {
          if (one === null) return;
          expect(one.lower80).toBeLessThanOrEqual(one.reforecast);
          expect(one.upper80).toBeGreaterThanOrEqual(one.reforecast);
          expect(one.lower80).toBeGreaterThanOrEqual(day[i]!.actual ?? 0);
        });
      }),
    );
  });

  test('becomes surer as a day goes as forecast', () => {
    const widths = [0, 4, 12, 24, 40].map((over) => {
      const day = Array.from({ length: 48 }, (_, i) => (i < over ? interval(30, 1, 30) : interval(30)));
      const last = reforecast(day, { dayVariance: 0.04, dispersion: 1 }).intervals[47]!;
      return last.upper80 - last.lower80;
    });
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    expect(widths.at(-1)).toBeLessThan(widths[0]! * 0.7);
  });

  test('has no forecast where there was none', () => {
    const none = { forecast: null, lower80: null, upper80: null, actual: 5, known: 1 };
    const { factor, intervals } = reforecast([none, { ...none, actual: null, known: 0 }, interval(10)], {
      dayVariance: 0.1,
      dispersion: 1,
    });
    expect(factor).toBe(1);
    expect(intervals.map((one) => one?.reforecast ?? null)).toEqual([null, null, 10]);
  });
});

/** Chance that is the same every time. */
function chance(seed: number) {
  let state = seed;
  const uniform = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return (state + 0.5) / 4_294_967_296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const poisson = (mean: number) => {
    let count = 0;
    let elapsed = -Math.log(uniform());
    while (elapsed < mean) {
      count++;
      elapsed -= Math.log(uniform());
    }
    return count;
  };
  return { normal, poisson };
}

describe('on made-up days that differ by a fifth', () => {
  const FORECAST = Array.from({ length: 48 }, (_, i) => 2 + 38 * Math.sin((Math.PI * i) / 47) ** 2);
  const Z80 = 1.2815515655446004;
  const VARIANCE = 0.04;
  const { normal, poisson } = chance(13);
  const made = Array.from({ length: 400 }, () => {
    const factor = Math.max(0.1, 1 + Math.sqrt(VARIANCE) * normal());
    return { factor, actual: FORECAST.map((mean) => poisson(mean * factor)) };
  });

  test('the variation is found again', () => {
    const found = dayVariation(made.map(({ actual }) => ({ forecast: FORECAST, actual })))!;
    expect(found.dayVariance).toBeGreaterThan(0.03);
    expect(found.dayVariance).toBeLessThan(0.05);
    expect(found.dispersion).toBeLessThan(1.15);
  });

  test('the band at noon holds 80 of a hundred, the error is smaller than that of the forecast', () => {
    let within = 0;
    let all = 0;
    let anew = 0;
    let before = 0;
    for (const { actual } of made) {
      const day = FORECAST.map((forecast, i): RunningInterval => {
        const half = Z80 * Math.sqrt(forecast + VARIANCE * forecast ** 2);
        const [lower80, upper80] = [Math.max(0, forecast - half), forecast + half];
        return i < 24
          ? { forecast, lower80, upper80, known: 1, actual: actual[i]! }
          : { forecast, lower80, upper80, known: 0, actual: null };
      });
      reforecast(day, { dayVariance: VARIANCE, dispersion: 1 }).intervals.forEach((one, i) => {
        if (one === null) return;
        all++;
        if (one.lower80 <= actual[i]! && actual[i]! <= one.upper80) within++;
        anew += Math.abs(one.reforecast - actual[i]!);
        before += Math.abs(FORECAST[i]! - actual[i]!);
      });
    }
    expect(within / all).toBeGreaterThan(0.77);
    expect(within / all).toBeLessThan(0.85);
    expect(anew / before).toBeLessThan(0.85);
  });

  test('a day of an outage among the past ones does not make all days wild', () => {
    const past = made.slice(0, 28).map(({ actual }) => ({ forecast: FORECAST, actual }));
    const silent = { forecast: FORECAST, actual: FORECAST.map(() => 0) };
    const [without, having] = [dayVariation(past)!, dayVariation([...past, silent])!];
    expect(having.dayVariance).toBeLessThan(without.dayVariance * 1.5);
  });
});

test('of fewer than seven days nothing is said; the band of the forecast says something', () => {
  const day = { forecast: [10, 20], actual: [12, 18] };
  expect(dayVariation(Array(6).fill(day))).toBeNull();
  expect(dayVariation(Array(7).fill({ forecast: [0, null], actual: [1, 2] }))).toBeNull();
  const half = 1.2815515655446004 * Math.sqrt(100 + 0.04 * 100 ** 2);
  const { dayVariance, dispersion } = variationOfBand([
    { forecast: 100, lower80: 100 - half, upper80: 100 + half },
  ]);
  expect(dayVariance).toBeCloseTo(0.04, 9);
  expect(dispersion).toBe(1);
});
