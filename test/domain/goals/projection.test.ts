import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Amount, restByWeek } from '../../../services/domain/goals/past-weeks.ts';
import { project } from '../../../services/domain/goals/projection.ts';
import { pastRates, pastWeeks, total } from './weeks.ts';

const ANY = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
const RATE = { lower: 0, upper: 1 };
/** scipy.stats.t.ppf(0.975, [2, 3]) */
const T2 = 4.302652729749464;
const T3 = 3.1824463052837078;

describe('the projection of a total', () => {
  /** Of today's rest and tomorrow: 30, 40 and 50. */
  const weeks = pastWeeks(
    [[7, 10], 20, 0, 0, 0, 0, 0],
    [[7, 10], 30, 0, 0, 0, 0, 0],
    [[7, 10], 40, 0, 0, 0, 0, 0],
  );

  it('is what there is and what is expected, with how much weeks differed', () => {
    const { value, interval } = project(
      'total',
      total(100),
      restByWeek(weeks, { passed: 5, ahead: 1 }),
      ANY,
    )!;
    expect(value).toBe(140);
    // One week to come with s² = 100, and the mean of three: 100 + 100 / 3.
    const half = T2 * Math.sqrt(100 + 100 / 3);
    expect(interval!.lower).toBeCloseTo(140 - half, 9);
    expect(interval!.upper).toBeCloseTo(140 + half, 9);
  });

  it('takes weeks to come as independent, and the mean of the past as the same for all of them', () => {
    // Eight days more: a week of s² = 100, and another of today's weekday and the next, whole.
    const { value, interval } = project('total', total(0), restByWeek(weeks, { passed: 0, ahead: 8 }), ANY)!;
    expect(value).toBe(40 + 47);
    const half = T2 * Math.sqrt(100 + 100 + 400 / 3);
    expect(interval!.upper - value).toBeCloseTo(half, 9);
  });

  it('does not fall below what was counted already', () => {
    const bounds = { lower: 100, upper: Number.POSITIVE_INFINITY };
    const { interval } = project('total', total(100), restByWeek(weeks, { passed: 5, ahead: 1 }), bounds)!;
    expect(interval!.lower).toBe(100);
  });

  it('has no limits of fewer than three weeks, and is none of no week', () => {
    const of = (n: number) =>
      project('total', total(5), restByWeek(weeks.slice(0, n), { passed: 0, ahead: 1 }), ANY);
    expect(of(2)).toEqual({ value: 40, interval: null });
    expect(of(0)).toBeNull();
  });

  it('has none of weeks that were all alike: they do not say how much weeks may differ', () => {
    const never = Array.from({ length: 8 }, () => [0, 0, 0, 0, 0, 0, 0]);
    const rest = restByWeek(pastWeeks(...never), { passed: 2, ahead: 20 });
    expect(project('total', total(3), rest, ANY)).toEqual({ value: 3, interval: null });
    // 0.7 of 3, 10 and 9 cases, but for the last digits.
    const alike = restByWeek(pastRates([[2.1, 3]], [[7, 10]], [[6.3, 9]]), { passed: 0, ahead: 0 });
    expect(project('level', { part: 7, whole: 10 }, alike, RATE)!.interval).toBeNull();
  });
});

describe('the projection of a rate', () => {
  const rest = (weeks: ReturnType<typeof pastRates>) => restByWeek(weeks, { passed: 0, ahead: 0 });

  it('weighs what is so far by its cases, and the past by those expected', () => {
    // 18 of 20 so far; 10 cases expected, of which the past had 6: 24 of 30.
    const past = pastRates([[6, 10]], [[4, 8]], [[8, 12]], [[6, 10]]);
    const { value, interval } = project('level', { part: 18, whole: 20 }, rest(past), RATE)!;
    expect(value).toBeCloseTo(0.8, 12);
    // Part less 0.8 of the whole: -2, -2.4, -1.6, -2; s² = 0.32 / 3.
    const half = (T3 * Math.sqrt((0.32 / 3) * (1 + 1 / 4))) / 30;
    expect(interval!.lower).toBeCloseTo(0.8 - half, 9);
    expect(interval!.upper).toBeCloseTo(0.8 + half, 9);
  });

  it('is that of the past while nothing was measured, and none where there was never a case', () => {
    expect(project('level', total(0), rest(pastRates([[6, 10]], [[4, 10]])), RATE)!.value).toBe(0.5);
    expect(project('level', total(0), rest(pastRates([[0, 0]])), RATE)).toBeNull();
  });

  it('stays among rates', () => {
    const past = pastRates([[1, 1]], [[0, 1]], [[1, 1]]);
    const { lower, upper } = project('level', { part: 1, whole: 1 }, rest(past), RATE)!.interval!;
    expect(lower).toBeGreaterThanOrEqual(0);
    expect(upper).toBeLessThanOrEqual(1);
  });
});

describe('any projection', () => {
  const amount = fc.record({ part: fc.nat({ max: 1_000 }), whole: fc.integer({ min: 1, max: 1_000 }) });

  it('is the value itself at the end of the period, without doubt', () => {
    fc.assert(
      fc.property(amount, fc.constantFrom('total' as const, 'level' as const), (soFar, kind) => {
        const value = kind === 'total' ? soFar.part : soFar.part / soFar.whole;
        expect(project(kind, soFar, [], ANY)).toEqual({ value, interval: { lower: value, upper: value } });
      }),
    );
  });

  it('lies within its limits, and between what is so far and the past', () => {
    const block = fc.array(amount, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(amount, fc.array(block, { minLength: 1, maxLength: 5 }), (soFar, blocks) => {
        const { value, interval } = project('level', soFar, blocks, ANY)!;
        expect(interval?.lower ?? value).toBeLessThanOrEqual(value);
        expect(interval?.upper ?? value).toBeGreaterThanOrEqual(value);
        const sum = (pick: keyof Amount) => blocks.flat().reduce((all, one) => all + one[pick], 0);
        const levels = [soFar.part / soFar.whole, sum('part') / sum('whole')];
        expect(value).toBeGreaterThanOrEqual(Math.min(...levels) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(...levels) + 1e-9);
      }),
    );
  });
});

describe('the limits of a projection', () => {
  /** A small generator (mulberry32), and normal values from pairs of it (Box and Muller). */
  function normals(seed: number): () => number {
    let state = seed;
    const uniform = () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    };
    return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  }

  it.each([
    ['of a few days', 3],
    ['of a month', 24],
  ])(
    'hold the end of a period %s about 95 times in a hundred, though the days of a week hang together',
    (_, ahead) => {
      const next = normals(ahead);
      const runs = 4_000;
      let held = 0;
      for (let run = 0; run < runs; run++) {
        // Each week is high or low as a whole, and each day by itself.
        const week = () => {
          const level = 4 * next();
          return Array.from({ length: 7 }, (_, day) => 50 + 5 * day + level + 5 * next());
        };
        const past = pastWeeks(...Array.from({ length: 8 }, week));
        const { interval } = project('total', total(0), restByWeek(past, { passed: 0, ahead }), ANY)!;
        const days = Array.from({ length: Math.ceil((ahead + 1) / 7) }, week).flat();
        const came = days.slice(0, ahead + 1).reduce((a, b) => a + b, 0);
        if (came >= interval!.lower && came <= interval!.upper) held += 1;
      }
      expect(held / runs).toBeGreaterThan(0.93);
      expect(held / runs).toBeLessThan(0.975);
    },
  );
});
