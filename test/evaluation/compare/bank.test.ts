/** Real calls: ../shared/data/bank_arrivals. Weeks in a random order: no period of them differs from another in truth. */
import { describe, expect, it } from 'vitest';
import { eventRateDifference } from '../../../services/domain/statistics/event-rate-difference.ts';
import { compareSides, SIGNIFICANCE } from '../../../services/evaluation/compare/comparison.ts';
import { meanByTime } from '../../../services/evaluation/compare/days.ts';
import type { SideFigures } from '../../../services/evaluation/compare/figures.ts';
import type { Random } from '../../../services/simulator/random.ts';
import { readArrivals } from '../../bench/forecast/arrivals.ts';
import { frequency } from '../../domain/statistics/coverage.ts';
import { sharedData } from '../../support/shared-data.ts';

const calls = readArrivals(sharedData('bank_arrivals/calls_6min_1999_jan_aug.csv')).map(({ values }) =>
  Math.round(values.reduce<number>((sum, value) => sum + (value ?? 0), 0)),
);
const weeks = Array.from({ length: Math.floor(calls.length / 7) }, (_, i) => calls.slice(7 * i, 7 * i + 7));

/** Two periods of so many weeks that lie anywhere in the half year. */
function drawn(random: Random, count: number): [number[], number[]] {
  const left = [...weeks];
  const take = () =>
    Array.from({ length: count }, () => left.splice(Math.floor(random.next() * left.length), 1)[0]!).flat();
  return [take(), take()];
}

const sideOf = (days: readonly number[]): SideFigures => ({
  ...{ total: null, cases: null, sample: null, fromBegin: true },
  ...meanByTime(days),
});
const isFound = (a: readonly number[], b: readonly number[]) =>
  compareSides({ kind: 'daily', isTotal: true }, sideOf(a), sideOf(b)).p! <= SIGNIFICANCE;

describe("a bank's calls, weeks drawn at random", () => {
  it.each([3, 4, 8])('%d weeks and %d others differ significantly in at most one case of twenty', (count) => {
    const often = frequency(`${count} weeks`, 2_000, (random) => isFound(...drawn(random, count)));
    expect(often).toBeGreaterThan(0.01);
    expect(often).toBeLessThan(0.06);
  });

  it('half as many calls again are found in most cases, of eight weeks', () => {
    const often = frequency('more', 1_000, (random) => {
      const [a, b] = drawn(random, 8);
      return isFound(
        a,
        b.map((count) => 1.5 * count),
      );
    });
    expect(often).toBeGreaterThan(0.9);
  });

  it('would differ nearly always, were calls taken to come one by one', () => {
    const sum = (days: readonly number[]) => days.reduce((all, one) => all + one, 0);
    const often = frequency('one by one', 500, (random) => {
      const [a, b] = drawn(random, 4).map((days) => ({ count: sum(days), exposure: days.length }));
      return eventRateDifference(a!, b!).p! <= SIGNIFICANCE;
    });
    expect(often).toBeGreaterThan(0.8);
  });
});
