import { describe, expect, it } from 'vitest';
import { combination } from '../../../services/domain/forecast/combination.ts';
import { createGrid, type Grid } from '../../../services/domain/forecast/grid.ts';
import { holtWinters } from '../../../services/domain/forecast/holt-winters.ts';
import type { Model } from '../../../services/domain/forecast/model.ts';
import { seasonalNaive } from '../../../services/domain/forecast/naive.ts';
import { weekdayProfile } from '../../../services/domain/forecast/weekday-profile.ts';
import { type At, syntheticDays } from './synthetic.ts';

// Monday to Sunday, two intervals a day.
const WEEK = [
  [10, 20],
  [11, 21],
  [12, 22],
  [13, 23],
  [14, 24],
  [5, 0],
  [0, 0],
] as const;

function gridOf(days: number, value: (at: At) => number | null, horizon = 7): Grid {
  const all = syntheticDays('2026-01-05', days + horizon, value, 2);
  return createGrid(
    all.slice(0, days),
    all.slice(days),
    2,
    () => null,
    () => 1,
  );
}

function expected(model: Model, grid: Grid, day: number): number[] {
  const values = new Float64Array(2);
  model.at(grid.past)(day, values);
  return [...values];
}

const same = ({ weekday, place }: At) => WEEK[weekday - 1]![place]!;

describe('seasonal naive', () => {
  it('is the same weekday of the last week', () => {
    const grid = gridOf(14, (at) => same(at) + (at.index < 7 ? 100 : 0));
    expect(expected(seasonalNaive(grid), grid, 14)).toEqual([10, 20]);
    expect(expected(seasonalNaive(grid), grid, 19)).toEqual([5, 0]);
  });

  it('goes back to the last value that is known', () => {
    const grid = gridOf(14, (at) =>
      at.index === 7 && at.place === 0 ? null : same(at) + (at.index < 7 ? 100 : 0),
    );
    expect(expected(seasonalNaive(grid), grid, 14)).toEqual([110, 20]);
  });
});

describe('weekday profile', () => {
  it('finds a week that repeats itself, to the last digit or nearly', () => {
    const grid = gridOf(42, same);
    const model = weekdayProfile(grid);
    for (let day = 42; day < 49; day++) {
      expected(model, grid, day).forEach((value, place) => {
        expect(value).toBeCloseTo(WEEK[(day - 42) % 7]![place]!, 9);
      });
    }
  });

  it('is not bent by a wild week', () => {
    const grid = gridOf(70, (at) => same(at) * (at.index >= 42 && at.index < 49 ? 7 : 1));
    expect(expected(weekdayProfile(grid), grid, 70)[0]).toBeCloseTo(10, 6);
  });

  it('carries a steady growth on, and lets it wear off', () => {
    const grid = gridOf(112, (at) => 1000 * same(at) * 1.01 ** at.index, 91);
    const model = weekdayProfile(grid);
    const ratio = (day: number) => expected(model, grid, day)[0]! / (10_000 * 1.01 ** day);
    expect(ratio(112)).toBeCloseTo(1, 1);
    // After 13 weeks growth as before would have made 2.5 of it.
    const later = expected(model, grid, 112 + 84)[0]! / expected(model, grid, 112)[0]!;
    expect(later).toBeGreaterThan(1.2);
    expect(later).toBeLessThan(1.01 ** 84);
  });

  it('knows days of the month that every month repeats', () => {
    const payDay = (at: At) => same(at) * ([1, 2, 3].includes(Number(at.date.slice(8))) ? 1.6 : 1);
    const grid = gridOf(28 * 7, payDay, 35);
    const model = weekdayProfile(grid);
    // 20 July 2026, the first day, is a Monday as well as 3 August.
    const ordinary = expected(model, grid, 28 * 7)[0]!;
    const third = expected(model, grid, 28 * 7 + 14)[0]!;
    expect(third / ordinary).toBeGreaterThan(1.3);
    expect(third / ordinary).toBeLessThan(1.6);
  });

  it('says of a weekday that was never seen what the others say', () => {
    const grid = gridOf(42, (at) => (at.weekday === 3 ? null : 12));
    expect(expected(weekdayProfile(grid), grid, 44)[0]).toBeCloseTo(12, 6);
  });
});

describe('Holt-Winters', () => {
  const speeds = { level: 0.1, trend: 0, daily: 0.2, weekly: 0.3 };

  it('stays with a week that repeats itself', () => {
    const grid = gridOf(28, same);
    const model = holtWinters(grid, [28], speeds);
    expect(expected(model, grid, 28)[0]).toBeCloseTo(10, 9);
    expect(expected(model, grid, 33)).toEqual([expect.closeTo(5, 9), 0]);
  });

  it('follows an error by its speeds, as reckoned by hand', () => {
    // 16 everywhere for two weeks: level 4, no seasons. Then a Monday with 25 in its first interval, and an origin.
    const grid = gridOf(15, (at) => (at.index === 14 && at.place === 0 ? 25 : at.index === 14 ? null : 16));
    const model = holtWinters(grid, [14, 15], speeds);
    // Typical errors were 0, so the error is clipped to nothing but its own share of the mean.
    const size = 1 / 14;
    const error = 4 * size;
    const level = 4 + 0.1 * error;
    expect(expected(model, grid, 15)[1]).toBeCloseTo(level ** 2, 9);
    expect(expected(model, grid, 16)[0]).toBeCloseTo((level + 0.2 * error) ** 2, 9);
    const monday = (level + (0.2 + 0.3) * error) ** 2 + 0.1 * error ** 2;
    expect(expected(model, grid, 21)[0]).toBeCloseTo(monday, 9);
  });
});

it('a combination is the mean of what others expect', () => {
  const model = (value: number): Model => ({ method: 'x', at: () => (_day, into) => into.fill(value) });
  const grid = gridOf(7, same);
  expect(expected(combination([model(2), model(5)]), grid, 7)).toEqual([3.5, 3.5]);
});
