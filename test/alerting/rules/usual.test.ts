import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weeksBefore } from '../../../services/alerting/rules/surge.ts';
import { surgeLimit, usualOf } from '../../../services/alerting/rules/usual.ts';

const RULE = { times: 2, deviations: 4, atLeast: 20 };

describe('what is usual', () => {
  it('is the median, with the spread of the middle', () => {
    expect(usualOf([100, 110, 90, 130, 70])).toEqual({ median: 100, spread: 10 * 1.4826 });
  });

  it('is spread like arrivals by chance where the past is all alike', () => {
    expect(usualOf([100, 100, 100])).toEqual({ median: 100, spread: 10 });
  });

  it('is not moved by one week of holidays or of an outage', () => {
    const usual = usualOf([100, 104, 96, 100, 0]);
    expect(usual.median).toBe(100);
    expect(surgeLimit(usual, RULE)).toBe(200);
  });

  it('is never left by a number below the multiple, the deviations or the least', () => {
    const past = fc.array(fc.nat(1_000), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(past, (values) => {
        const usual = usualOf(values);
        const limit = surgeLimit(usual, RULE);
        expect(limit).toBeGreaterThanOrEqual(20);
        expect(limit).toBeGreaterThanOrEqual(usual.median * 2);
        expect(limit).toBeGreaterThanOrEqual(usual.median + 4 * Math.sqrt(usual.median));
      }),
    );
  });
});

describe('the same hour and weekday', () => {
  it('stays the same on the clock when summer time begins', () => {
    const weeks = weeksBefore(Date.parse('2026-03-31T10:00:00+02:00'), {
      weeks: 2,
      zone: 'Europe/Berlin',
      over: 3_600_000,
    });
    expect(weeks).toEqual([
      { from: Date.parse('2026-03-24T09:00:00+01:00'), to: Date.parse('2026-03-24T10:00:00+01:00') },
      { from: Date.parse('2026-03-17T09:00:00+01:00'), to: Date.parse('2026-03-17T10:00:00+01:00') },
    ]);
  });
});
