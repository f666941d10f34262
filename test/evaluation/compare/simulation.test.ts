import { describe, expect, it } from 'vitest';
import { momentsOf } from '../../../services/domain/statistics/mean.ts';
import { quantileOf, sampleOf } from '../../../services/domain/statistics/sample.ts';
import { compareSides, corrected, SIGNIFICANCE } from '../../../services/evaluation/compare/comparison.ts';
import { meanByTime, ratioByTime } from '../../../services/evaluation/compare/days.ts';
import type { SideFigures } from '../../../services/evaluation/compare/figures.ts';
import type { Measure } from '../../../services/evaluation/compare/measure.ts';
import { count, quantile } from '../../../services/metrics/definition/language.ts';
import { Random } from '../../../services/simulator/random.ts';
import { frequency, successes } from '../../domain/statistics/coverage.ts';

const repeated = <Item>(count: number, one: () => Item): Item[] => Array.from({ length: count }, one);

const DAYS = 28;
const RUNS = 1_000;
const BLANK: SideFigures = { total: 0, cases: null, days: null, weeks: null, sample: null, fromBegin: true };
const RATE: Measure = { kind: 'cases', parts: { kind: 'rate', n: count(), successes: count() } };
const MEAN: Measure = { kind: 'cases', parts: { kind: 'mean', n: count(), sum: count(), squares: count() } };
const COUNT: Measure = { kind: 'daily', isTotal: true };
const P90: Measure = {
  kind: 'quantile',
  of: quantile(0.9, 'value_ms') as (Measure & { kind: 'quantile' })['of'],
};

/** Days of forty cases, of which a share succeeds; `sway` is how far a day's share lies from it at most. */
function rate(random: Random, share: number, sway = 0): SideFigures {
  const days = repeated(DAYS, () => successes(random, 40, share + sway * (2 * random.next() - 1)));
  const total = days.reduce((sum, one) => sum + one, 0);
  return {
    ...BLANK,
    total: total / (40 * DAYS),
    cases: { kind: 'rate', n: 40 * DAYS, successes: total },
    ...ratioByTime(days.map((part) => ({ part, whole: 40 }))),
  };
}

/** Durations of about `middle`, many a little shorter, a few much longer. */
const duration = (random: Random, middle: number) => middle * Math.exp(0.5 * random.normal());

function mean(random: Random, middle: number): SideFigures {
  const days = repeated(DAYS, () => momentsOf(repeated(20, () => duration(random, middle))));
  const of = (name: 'n' | 'sum' | 'squares') => days.reduce((sum, one) => sum + one[name], 0);
  return {
    ...BLANK,
    cases: { kind: 'mean', n: of('n'), sum: of('sum'), squares: of('squares') },
    ...ratioByTime(days.map(({ n, sum }) => ({ part: sum, whole: n }))),
  };
}

/** Contacts of days that come in surges: days differ much more than chance among contacts would have it. */
const counts = (random: Random, usual: number): SideFigures => ({
  ...BLANK,
  ...meanByTime(repeated(DAYS, () => Math.round(duration(random, usual)))),
});

/** Weekdays with many contacts, few on Saturdays, none on Sundays; `sway` is how far whole weeks lie apart. */
const WEEK = [1.3, 1.2, 1.1, 1, 1, 0.4, 0];
function rhythm(random: Random, usual: number, sway = 0): SideFigures {
  const weeks = repeated(DAYS / 7, () => usual * (1 + sway * random.normal()));
  const days = weeks.flatMap((week) => WEEK.map((share) => week * share * (1 + 0.1 * random.normal())));
  return { ...BLANK, ...meanByTime(days.map(Math.round)) };
}

/** Waits of days of twenty; `sway` is how far days lie apart. */
function waits(random: Random, middle: number, sway = 0): SideFigures {
  const days = repeated(DAYS, () => {
    const ofDay = middle * Math.exp(sway * random.normal());
    return repeated(20, () => duration(random, ofDay));
  });
  const sample = sampleOf(days.flat());
  const value = quantileOf(sample, 0.9)!;
  const below = (those: readonly number[]) => those.filter((one) => one <= value).length;
  return {
    ...BLANK,
    total: value,
    cases: { kind: 'rate', n: sample.n, successes: below(days.flat()) },
    ...ratioByTime(days.map((day) => ({ part: below(day), whole: 20 }))),
    sample: { sample, exact: true },
  };
}

const found = (measure: Measure, a: SideFigures, b: SideFigures) =>
  (compareSides(measure, a, b).p ?? 1) <= SIGNIFICANCE;

describe('of two periods without a difference', () => {
  it.each([
    ['rates', RATE, (random: Random) => rate(random, 0.8)],
    ['rates whose days differ', RATE, (random: Random) => rate(random, 0.7, 0.25)],
    ['means', MEAN, (random: Random) => mean(random, 300)],
    ['counts that come in surges', COUNT, (random: Random) => counts(random, 400)],
    ['counts of weekdays', COUNT, (random: Random) => rhythm(random, 400)],
    ['counts of weeks that differ as a whole', COUNT, (random: Random) => rhythm(random, 400, 0.2)],
  ])('about one of twenty is significant: %s', (name, measure, draw) => {
    const often = frequency(name, RUNS, (random) => found(measure, draw(random), draw(random)));
    expect(often).toBeGreaterThan(0.03);
    expect(often).toBeLessThan(0.07);
  });

  it.each([
    ['quantiles', 0],
    ['quantiles of waits that are longer on some days', 0.3],
  ])('hardly more than one of twenty is significant: %s', (name, sway) => {
    const often = frequency(name, 400, (random) =>
      found(P90, waits(random, 20, sway), waits(random, 20, sway)),
    );
    expect(often).toBeLessThan(0.08);
  });

  it.each([
    ['rates', RATE, 1_000, (random: Random) => rate(random, 0.7, 0.25)],
    ['quantiles', P90, 200, (random: Random) => waits(random, 20, 0.3)],
  ])('many more would be, were cases compared where days differ: %s', (name, measure, runs, draw) => {
    const often = frequency(name, runs, (random) => {
      const p = compareSides(measure, draw(random), draw(random), 'cases').p;
      return (p ?? 1) <= SIGNIFICANCE;
    });
    expect(often).toBeGreaterThan(0.2);
  });

  it('about one of twenty lists of ten metrics has a significant one', () => {
    const often = frequency('lists', 400, (random) => {
      const ps = repeated(10, () => compareSides(COUNT, counts(random, 100), counts(random, 100)).p ?? 1);
      return corrected(ps, 'holm').some((p) => p! <= SIGNIFICANCE);
    });
    expect(often).toBeLessThan(0.08);
  });
});

describe('of two periods that differ', () => {
  it.each([
    ['a rate of 0.80 and 0.86', RATE, (random: Random, b: boolean) => rate(random, b ? 0.86 : 0.8)],
    ['handle times of 300 and 270 s', MEAN, (random: Random, b: boolean) => mean(random, b ? 270 : 300)],
    ['twice as many contacts', COUNT, (random: Random, b: boolean) => counts(random, b ? 200 : 100)],
    ['a sixth more contacts', COUNT, (random: Random, b: boolean) => rhythm(random, b ? 467 : 400)],
    ['waits half as long, days apart', P90, (random: Random, b: boolean) => waits(random, b ? 10 : 20, 0.3)],
    ['waits half as long', P90, (random: Random, b: boolean) => waits(random, b ? 10 : 20)],
  ])('nearly all are found: %s', (name, measure, draw) => {
    expect(
      frequency(name, 200, (random) => found(measure, draw(random, false), draw(random, true))),
    ).toBeGreaterThan(0.75);
  });

  it('of nine metrics the one that was changed is found, and no other', () => {
    const random = new Random('planted');
    const ps = repeated(9, () => rate(random, 0.8)).map(
      (a, i) => compareSides(RATE, a, rate(random, i === 4 ? 0.9 : 0.8)).p,
    );
    expect(corrected(ps, 'holm').map((p) => p! <= SIGNIFICANCE)).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
