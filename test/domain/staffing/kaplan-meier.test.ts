import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restrictedMeanMs, survivalOf, type Waits } from '../../../services/domain/staffing/kaplan-meier.ts';

const gaveUp = (ms: number, abandoned = 1): Waits => ({ ms, abandoned, censored: 0 });
const answered = (ms: number, censored = 1): Waits => ({ ms, abandoned: 0, censored });

describe('the survival of five callers, by hand', () => {
  // 10 s: one of 5 gives up, 4/5. 20 s: answered. 30 s: one of 3 gives up while another is answered, 4/5 * 2/3 = 8/15.
  // 40 s: the last gives up.
  const points = survivalOf([answered(30), gaveUp(10), gaveUp(40), answered(20), gaveUp(30)]);

  test('falls where somebody gave up, of all who still waited', () => {
    expect(points.map(({ ms, atRisk, survival }) => [ms, atRisk, survival])).toEqual([
      [10, 5, 0.8],
      [30, 3, expect.closeTo(8 / 15, 12)],
      [40, 1, 0],
    ]);
  });

  test('who is answered after the same wait is still at risk when the other gives up', () => {
    expect(points[1]!.atRisk).toBe(3);
  });

  test('has the area under its steps as its mean', () => {
    // 10 * 1 + 20 * 0.8 + 10 * 8/15, and up to 25 s: 10 + 15 * 0.8.
    expect(restrictedMeanMs(points, 40)).toBeCloseTo(10 + 16 + 80 / 15, 12);
    expect(restrictedMeanMs(points, 25)).toBeCloseTo(22, 12);
    expect(restrictedMeanMs(points, 5)).toBe(5);
  });
});

test('remissions of 21 patients come out as printed since 1963, with Greenwood’s standard errors', () => {
  const relapsed = [gaveUp(6, 3), ...[7, 10, 13, 16, 22, 23].map((at) => gaveUp(at))];
  const left = [6, 9, 10, 11, 17, 19, 20, 25, 34, 35].map((at) => answered(at)).concat(answered(32, 2));
  const points = survivalOf([...relapsed, ...left]);
  expect(points.map(({ ms, atRisk }) => [ms, atRisk])).toEqual([
    [6, 21],
    [7, 17],
    [10, 15],
    [13, 12],
    [16, 11],
    [22, 7],
    [23, 6],
  ]);
  const printed = [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448];
  const errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346];
  points.forEach(({ survival, lower95 }, i) => {
    expect(survival).toBeCloseTo(printed[i]!, 3);
    expect((survival - lower95) / 1.96).toBeCloseTo(errors[i]!, 3);
  });
});

const waits = fc.array(
  fc.record({ ms: fc.integer({ min: 0, max: 50 }), abandoned: fc.nat(3), censored: fc.nat(3) }),
  { maxLength: 30 },
);

test('it falls from 1 to 0 at the least, with its interval around it, whatever the order', () => {
  fc.assert(
    fc.property(waits, fc.integer(), (given, seed) => {
      const points = survivalOf(given);
      let before = 1;
      for (const { survival, lower95, upper95 } of points) {
        expect(survival).toBeLessThan(before);
        expect(0 <= lower95 && lower95 <= survival && survival <= upper95 && upper95 <= 1).toBe(true);
        before = survival;
      }
      const single = given.flatMap(({ ms, abandoned, censored }) => [
        ...Array.from({ length: abandoned }, () => gaveUp(ms)),
        ...Array.from({ length: censored }, () => answered(ms)),
      ]);
      const shuffled = single.map((each, i) => ({ each, key: Math.sin(seed + i) }));
      shuffled.sort((a, b) => a.key - b.key);
      expect(survivalOf(shuffled.map(({ each }) => each))).toEqual(points);
    }),
  );
});

test('where nobody is answered it is the share of those who waited longer, and its mean the mean', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 40 }), (all) => {
      const points = survivalOf(all.map((ms) => gaveUp(ms)));
      for (const { ms, survival } of points)
        expect(survival).toBeCloseTo(all.filter((each) => each > ms).length / all.length, 9);
      const mean = all.reduce((sum, ms) => sum + ms, 0) / all.length;
      expect(restrictedMeanMs(points, Math.max(...all))).toBeCloseTo(mean, 9);
    }),
  );
});
