import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { bucketStarts, INTERVALS, previousRange, toIso } from '../../../services/lib/time/range.ts';

const RUNS = { numRuns: 1_000 };
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];
const MAX = 10_000;
const ms = (iso: string, zone = 'UTC') => DateTime.fromISO(iso, { zone }).toMillis();
const locally = (starts: readonly number[], zone: string) => starts.map((at) => toIso(at, zone).slice(0, 16));

const range = fc
  .tuple(
    fc.integer({ min: ms('2015-01-01'), max: ms('2027-01-01') }),
    fc.integer({ min: 1, max: 40 * 86_400_000 }),
  )
  .map(([from, length]) => ({ from, to: from + length }));

describe('the begins of buckets', () => {
  it('cover the range: the first at or before its begin, the last before its end, ascending', () => {
    fc.assert(
      fc.property(
        range,
        fc.constantFrom(...INTERVALS),
        fc.constantFrom(...ZONES),
        ({ from, to }, interval, zone) => {
          const starts = bucketStarts(from, to, interval, zone, MAX);
          expect(starts[0]).toBeLessThanOrEqual(from);
          expect(starts[1] ?? to).toBeGreaterThan(from);
          expect(starts.at(-1)).toBeLessThan(to);
          expect(starts.every((start, i) => i === 0 || start > starts[i - 1]!)).toBe(true);
        },
      ),
      RUNS,
    );
  });

  it('are the same wherever the range begins within them', () => {
    fc.assert(
      fc.property(
        range,
        fc.constantFrom(...ZONES),
        fc.constantFrom(...INTERVALS),
        ({ from, to }, zone, interval) => {
          if (interval === 'total') return;
          const middle = Math.floor((from + to) / 2);
          const whole = bucketStarts(from, to, interval, zone, MAX);
          const late = bucketStarts(middle, to, interval, zone, MAX);
          expect(whole.slice(-late.length)).toEqual(late);
        },
      ),
      RUNS,
    );
  });

  it('of hours: a day on which the clocks go forward has 23, one on which they go back 25', () => {
    const zone = 'Europe/Berlin';
    const hours = (day: string, next: string) => bucketStarts(ms(day, zone), ms(next, zone), '1h', zone, MAX);
    expect(hours('2024-03-31', '2024-04-01')).toHaveLength(23);
    expect(hours('2024-10-27', '2024-10-28')).toHaveLength(25);
  });

  it('of days, weeks and months are local midnights', () => {
    const from = ms('2024-02-28T15:00', 'America/New_York');
    const to = ms('2024-03-12T09:00', 'America/New_York');
    const starts = (interval: '1d' | '1w' | '1mo') =>
      locally(bucketStarts(from, to, interval, 'America/New_York', MAX), 'America/New_York');
    expect(starts('1mo')).toEqual(['2024-02-01T00:00', '2024-03-01T00:00']);
    expect(starts('1w')).toEqual(['2024-02-26T00:00', '2024-03-04T00:00', '2024-03-11T00:00']);
    expect(starts('1d')).toHaveLength(14);
  });

  it('stop one beyond the most that is wanted', () => {
    expect(bucketStarts(0, ms('2024-01-01'), '15m', 'UTC', 100).length).toBe(101);
  });
});

describe('the period before', () => {
  it('of whole days is as many local days, also over a change of the clocks', () => {
    const zone = 'Europe/Berlin';
    const { from, to } = previousRange(ms('2024-04-01', zone), ms('2024-04-08', zone), zone);
    expect(locally([from, to], zone)).toEqual(['2024-03-25T00:00', '2024-04-01T00:00']);
  });

  it('of a month is the month before', () => {
    const { from, to } = previousRange(ms('2024-03-01'), ms('2024-04-01'), 'UTC');
    expect(locally([from, to], 'UTC')).toEqual(['2024-02-01T00:00', '2024-03-01T00:00']);
  });

  it('of anything else is as long', () => {
    expect(previousRange(5_000, 8_000, 'UTC')).toEqual({ from: 2_000, to: 5_000 });
  });
});
