import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Aim,
  attainmentOf,
  isToldApart,
  type Position,
  standingOf,
} from '../../../services/domain/goals/standing.ts';

const AT_LEAST: Aim = { direction: 'at_least', target: 100 };
const AT_MOST: Aim = { direction: 'at_most', target: 100 };

describe('attainment', () => {
  it('is 1 at the goal, and a tenth of the goal better or worse is 1.1 or 0.9', () => {
    expect([90, 100, 110].map((value) => attainmentOf(AT_LEAST, value))).toEqual([0.9, 1, 1.1]);
    expect([90, 100, 110].map((value) => attainmentOf(AT_MOST, value))).toEqual([1.1, 1, 0.9]);
    expect([200, 900].map((value) => attainmentOf(AT_MOST, value))).toEqual([0, 0]);
    expect(attainmentOf({ direction: 'at_least', target: -10 }, -9)).toBeCloseTo(1.1, 12);
    expect(attainmentOf({ direction: 'at_most', target: 0 }, 3)).toBeNull();
  });

  it('is 1 exactly on the line and nowhere else, and more is better in both directions', () => {
    const amount = fc.double({ min: 0.001, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(amount, amount, amount, (target, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        const of = (direction: Aim['direction'], value: number) =>
          attainmentOf({ direction, target }, value)!;
        for (const direction of ['at_least', 'at_most'] as const) expect(of(direction, target)).toBe(1);
        expect(of('at_least', more)).toBeGreaterThanOrEqual(of('at_least', less));
        expect(of('at_most', more)).toBeLessThanOrEqual(of('at_most', less));
      }),
    );
  });
});

describe('a goal stands', () => {
  const position = (value: number | null, more: Partial<Position> = {}): Position => ({
    value,
    line: 50,
    course: 'any',
    isOver: false,
    projection: null,
    ...more,
  });
  const projected = (value: number) => ({ projection: { value, interval: { lower: 0, upper: 1_000 } } });

  it('without data where nothing was measured, whatever is expected', () => {
    expect(standingOf(AT_LEAST, position(null, projected(200)))).toBe('no_data');
    expect(standingOf(AT_LEAST, position(null, { isOver: true }))).toBe('no_data');
  });

  it('reached or missed once the period is over', () => {
    expect(standingOf(AT_LEAST, position(100, { isOver: true }))).toBe('reached');
    expect(standingOf(AT_LEAST, position(99, { isOver: true }))).toBe('missed');
    expect(standingOf(AT_MOST, position(100, { isOver: true }))).toBe('reached');
  });

  it('reached or missed before that only where the figure cannot go back', () => {
    const rising = { course: 'rises', ...projected(100) } as const;
    expect(standingOf(AT_LEAST, position(100, rising))).toBe('reached');
    expect(standingOf(AT_MOST, position(101, rising))).toBe('missed');
    expect(standingOf(AT_MOST, position(100, rising))).toBe('on_track');
    const falling = { course: 'falls', ...projected(100) } as const;
    expect(standingOf(AT_MOST, position(100, falling))).toBe('reached');
    expect(standingOf(AT_LEAST, position(99, falling))).toBe('missed');
    expect(standingOf(AT_LEAST, position(120, projected(99)))).toBe('at_risk');
  });

  it('by the projection, also where its limits do not tell it from the goal', () => {
    expect(standingOf(AT_LEAST, position(10, projected(100)))).toBe('on_track');
    expect(standingOf(AT_LEAST, position(10, projected(99)))).toBe('at_risk');
    expect(standingOf(AT_MOST, position(10, projected(101)))).toBe('at_risk');
    const of = (lower: number, upper: number) =>
      isToldApart(AT_LEAST, { value: 150, interval: { lower, upper } });
    expect([of(101, 200), of(100, 200), of(90, 200), of(1, 99)]).toEqual([true, false, false, true]);
    expect(isToldApart(AT_LEAST, { value: 150, interval: null })).toBe(false);
  });

  it('by the line where there is no projection', () => {
    expect(standingOf(AT_LEAST, position(50))).toBe('on_track');
    expect(standingOf(AT_LEAST, position(49))).toBe('at_risk');
    expect(standingOf(AT_MOST, position(51))).toBe('at_risk');
  });
});
