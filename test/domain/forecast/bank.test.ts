/** Real calls: ../shared/data/bank_arrivals. The same folds as the benchmark `forecast`. */
import { describe, expect, it } from 'vitest';
import { specialDaysOf } from '../../../services/center/holidays/index.ts';
import { forecast } from '../../../services/domain/forecast/forecast.ts';
import { ALTERED, readArrivals } from '../../bench/forecast/arrivals.ts';
import { foldsFrom, mean, median, runFolds, wapeOf } from '../../bench/forecast/folds.ts';
import { sharedData } from '../../support/shared-data.ts';

const days = readArrivals(sharedData('bank_arrivals/calls_6min_1999_jan_aug.csv'), ALTERED);
const folds = foldsFrom(days, '1999-03-01');
const israel = new Map(specialDaysOf({ country: 'IL' }, 1999, 1999).days.map((day) => [day.date, day]));

describe("a bank's calls, 26 weeks from what lay before each", () => {
  it('are the weeks from 1 March to 29 August 1999', () => {
    expect(folds).toHaveLength(26);
    expect(folds[0]!.week[0]!.date).toBe('1999-03-01');
    expect(folds.at(-1)!.week.at(-1)!.date).toBe('1999-08-29');
  });

  it('are forecast by simple means with the errors that are known of them', () => {
    expect(wapeOf(folds, 1, mean)).toBeCloseTo(0.394, 2);
    expect(wapeOf(folds, 4, mean)).toBeCloseTo(0.326, 2);
    expect(wapeOf(folds, 6, median)).toBeCloseTo(0.308, 2);
  });

  it('are forecast within 0.298 without holidays, and the intervals hold', () => {
    const { wape, coverage80, coverage95 } = runFolds(folds, () => null);
    expect(wape).toBeLessThanOrEqual(0.298);
    expect(Math.abs(coverage80 - 0.8)).toBeLessThanOrEqual(0.03);
    expect(Math.abs(coverage95 - 0.95)).toBeLessThanOrEqual(0.02);
  });

  it("are forecast within 0.272 with Israel's holidays, and the intervals hold", () => {
    const { wape, coverage80, coverage95 } = runFolds(folds, (date) => israel.get(date) ?? null);
    expect(wape).toBeLessThanOrEqual(0.272);
    expect(Math.abs(coverage80 - 0.8)).toBeLessThanOrEqual(0.03);
    expect(Math.abs(coverage95 - 0.95)).toBeLessThanOrEqual(0.02);
  });

  it('show their outages and their gaps', () => {
    const { notes } = forecast({
      history: days,
      horizon: [],
      perDay: 48,
      special: (date) => israel.get(date) ?? null,
    });
    const gaps = notes.filter(({ kind }) => kind === 'gap').map(({ from, to }) => [from, to]);
    expect(gaps).toEqual([
      ['1999-01-11', '1999-01-12'],
      ['1999-05-23', '1999-05-23'],
    ]);
    const outages = notes.filter(({ kind }) => kind === 'outage').map(({ from }) => from);
    // On Monday 8 March nothing came from noon on.
    expect(outages).toContain('1999-03-08');
    // 17 May was the day of a general election.
    expect(notes.filter(({ kind }) => kind === 'outlier').map(({ from }) => from)).toContain('1999-05-17');
  });
});
