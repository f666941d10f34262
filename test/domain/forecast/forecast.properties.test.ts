import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ObservedDay } from '../../../services/domain/forecast/day.ts';
import { type Forecast, forecast } from '../../../services/domain/forecast/forecast.ts';
import { createRandom, poisson, syntheticDays } from './synthetic.ts';

const PER_DAY = 24;

interface Shape {
  readonly seed: number;
  readonly days: number;
  readonly size: number;
  readonly opens: number;
  readonly unknown: readonly number[];
}

/** Centers of many sizes and hours, some of their values unknown. */
const shapes: fc.Arbitrary<Shape> = fc.record({
  seed: fc.nat(1_000_000),
  days: fc.integer({ min: 0, max: 120 }),
  size: fc.constantFrom(0.02, 0.5, 3, 40, 900),
  opens: fc.integer({ min: 0, max: 20 }),
  unknown: fc.array(fc.nat(120 * PER_DAY), { maxLength: 40 }),
});

function daysOf({ seed, days, size, opens, unknown }: Shape, from = '2026-01-05'): ObservedDay[] {
  const random = createRandom(seed);
  return syntheticDays(
    from,
    days + 14,
    ({ index, weekday, place }) => {
      const value = place < opens ? 0 : poisson(random, size * (weekday > 5 ? 0.3 : 1));
      return unknown.includes(index * PER_DAY + place) ? null : value;
    },
    PER_DAY,
  );
}

function forecastOf(days: readonly ObservedDay[]): Forecast {
  return forecast({ history: days.slice(0, -14), horizon: days.slice(-14), perDay: PER_DAY });
}

const runs = { numRuns: 40 };

it('gives numbers of 0 and more, intervals around them, and no null where anything is known', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const found = forecastOf(daysOf(shape));
      expect(found.days).toHaveLength(14);
      if (found.method === 'none') return;
      for (const { forecast, lower80, upper80, lower95, upper95 } of [...found.days, ...found.past]) {
        forecast.forEach((value, i) => {
          expect(Number.isFinite(value)).toBe(true);
          expect(lower95[i]).toBeGreaterThanOrEqual(0);
          expect(lower80[i]).toBeGreaterThanOrEqual(lower95[i]!);
          expect(value).toBeGreaterThanOrEqual(lower80[i]!);
          expect(upper80[i]).toBeGreaterThanOrEqual(value!);
          expect(upper95[i]).toBeGreaterThanOrEqual(upper80[i]!);
        });
      }
    }),
    runs,
  );
});

it('does not depend on the order in which days are given', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const days = daysOf(shape);
      const turned = [...days.slice(0, -14).reverse(), ...days.slice(-14)];
      expect(forecastOf(turned)).toEqual(forecastOf(days));
    }),
    runs,
  );
});

it('knows nothing of what comes after its history', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const days = daysOf(shape);
      const later = days.map((day, i) =>
        i < days.length - 14 ? day : { ...day, values: day.values.map(() => 1_000_000) },
      );
      const known = ({ days: found }: Forecast) => found.map(({ forecast, upper95 }) => [forecast, upper95]);
      expect(known(forecastOf(later))).toEqual(known(forecastOf(days)));
    }),
    runs,
  );
});

// Twelve weeks are no whole number of months: without an effect of the day of the month, weeks are all there is.
it('is the same some weeks later, where no day of the month is special', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 60 }), (seed, weeks) => {
      const shape = { seed, days: 28, size: 40, opens: 8, unknown: [] };
      const later = new Date(Date.parse('2026-01-05') + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
      const values = ({ days }: Forecast) => days.flatMap(({ forecast }) => forecast as number[]);
      const [now, then] = [values(forecastOf(daysOf(shape))), values(forecastOf(daysOf(shape, later)))];
      // In four weeks little is learned of days of the month: a few per cent, no more.
      now.forEach((value, i) => {
        expect(Math.abs(value - then[i]!)).toBeLessThanOrEqual(0.15 * value + 1e-9);
      });
    }),
    runs,
  );
});

it('grows with the series: of a hundred times as many contacts it expects a hundred times as many', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.integer({ min: 28, max: 120 }), (seed, days) => {
      const plain = daysOf({ seed, days, size: 400, opens: 8, unknown: [] });
      const scaled = plain.map((day) => ({ ...day, values: day.values.map((value) => value! * 100) }));
      const [small, large] = [forecastOf(plain), forecastOf(scaled)];
      fc.pre(small.method === large.method);
      small.days.forEach((day, i) => {
        day.forecast.forEach((value, at) => {
          expect(large.days[i]!.forecast[at]! / 100).toBeCloseTo(value!, -1);
        });
      });
    }),
    runs,
  );
});
