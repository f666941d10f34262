import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restByWeek, shareOfWork, sumOf } from '../../../services/domain/goals/past-weeks.ts';
import { pastWeeks, total } from './weeks.ts';

describe('what the weeks of the past say of a period', () => {
  /** Today is a Thursday: 4 before this time of day and 6 after it, then Friday to Wednesday. */
  const weeks = pastWeeks([[4, 6], 12, 0, 0, 20, 16, 14]);

  it('is the share of its work that has passed, not of its time', () => {
    // Monday to Sunday: Monday 20, Tuesday 16, Wednesday 14 and 4 of today, of 72.
    expect(shareOfWork(weeks, { passed: 3, ahead: 3 }, 'part')).toBeCloseTo(54 / 72, 12);
    // Of a day alone.
    expect(shareOfWork(weeks, { passed: 0, ahead: 0 }, 'part')).toBeCloseTo(0.4, 12);
  });

  it('is nothing where nothing was done', () => {
    expect(shareOfWork([], { passed: 3, ahead: 3 }, 'part')).toBeNull();
    expect(shareOfWork(pastWeeks([[0, 0], 0, 0, 0, 0, 0, 0]), { passed: 3, ahead: 3 }, 'part')).toBeNull();
  });

  it('is the rest by weeks from now on, the last one short', () => {
    const parts = (ahead: number) =>
      restByWeek(weeks, { passed: 0, ahead }).map((block) => block.map(({ part }) => part));
    expect(parts(0)).toEqual([[6]]);
    // Today's 6 and six days more; a whole week; Thursday and Friday.
    expect(parts(15)).toEqual([[68], [72], [22]]);
  });

  it('rises from 0 to 1 as a period passes', () => {
    const day = fc.nat({ max: 50 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(day, day, day, day, day, day, day), { minLength: 1, maxLength: 8 }),
        fc.nat({ max: 40 }),
        (pattern, length) => {
          const past = pattern.map(([first, ...rest]) => pastWeeks([[0, first + 1], ...rest])[0]!);
          const at = (passed: number) => {
            // Tomorrow is another weekday.
            const turned = past.map((week) => [...week, ...week].slice(passed % 7, (passed % 7) + 7));
            return shareOfWork(turned, { passed, ahead: length - passed }, 'part')!;
          };
          const shares = Array.from({ length: length + 1 }, (_, passed) => at(passed));
          expect(shares[0]).toBe(0);
          for (const [i, share] of shares.slice(1).entries())
            expect(share).toBeGreaterThanOrEqual(shares[i]! - 1e-12);
          expect(shares.at(-1)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('adds up amounts part by part', () => {
    expect(sumOf([total(1), { part: 2, whole: 3 }])).toEqual({ part: 3, whole: 3 });
  });
});
