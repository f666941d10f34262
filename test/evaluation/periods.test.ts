import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { labelOf, PERIODS, rangeOf } from '../../services/evaluation/periods.ts';

const NOW = Date.parse('2026-05-20T10:30:00+02:00');
const BERLIN = 'Europe/Berlin';
const days = (range: { from: number; to: number } | null, zone = BERLIN) =>
  range &&
  [range.from, range.to].map((at) =>
    DateTime.fromMillis(at, { zone }).toISO({ suppressSeconds: true, suppressMilliseconds: true }),
  );
const offset = (period: (typeof PERIODS)[number], steps: number) =>
  days(rangeOf(period, { kind: 'offset', offset: steps }, BERLIN, NOW))?.map((text) => text!.slice(0, 10));

describe('a period', () => {
  test.each([
    ['day', 0, '2026-05-20', '2026-05-21'],
    ['week', 0, '2026-05-18', '2026-05-25'],
    ['week', -1, '2026-05-11', '2026-05-18'],
    ['month', 0, '2026-05-01', '2026-06-01'],
    ['month', -3, '2026-02-01', '2026-03-01'],
    ['quarter', 0, '2026-04-01', '2026-07-01'],
    ['quarter', -2, '2025-10-01', '2026-01-01'],
    ['half-year', 0, '2026-01-01', '2026-07-01'],
    ['half-year', -1, '2025-07-01', '2026-01-01'],
    ['year', -1, '2025-01-01', '2026-01-01'],
  ] as const)('of a %s, %d from now, is from %s to %s', (period, steps, from, to) => {
    expect(offset(period, steps)).toEqual([from, to]);
  });

  test.each([
    ['day', '2026-12-31', '2026-12-31'],
    // The first days of 2027 are of the last week of 2026.
    ['week', '2027-01-03', '2026-W53'],
    ['month', '2026-02-14', '2026-02'],
    ['quarter', '2026-11-01', '2026-Q4'],
    ['half-year', '2026-06-30', '2026-H1'],
    ['half-year', '2026-07-01', '2026-H2'],
    ['year', '2026-05-20', '2026'],
  ] as const)('of a %s, with %s in it, is called %s', (period, date, label) => {
    expect(labelOf(period, rangeOf(period, { kind: 'date', date }, BERLIN, NOW)!, BERLIN)).toBe(label);
  });

  test.each([
    ['day', 0, '2026-09-06T01:00-03:00', '2026-09-07T00:00-03:00'],
    ['day', -1, '2026-09-05T00:00-04:00', '2026-09-06T01:00-03:00'],
    ['day', 1, '2026-09-07T00:00-03:00', '2026-09-08T00:00-03:00'],
  ] as const)(
    'of a %s, %d from one that begins at one o’clock, as midnight is left out, is from %s to %s',
    (period, steps, from, to) => {
      const now = Date.parse('2026-09-06T12:00:00-03:00');
      const range = rangeOf(period, { kind: 'offset', offset: steps }, 'America/Santiago', now);
      expect(days(range, 'America/Santiago')).toEqual([from, to]);
    },
  );

  test('is found from a date and so many before it', () => {
    const when = { kind: 'date', date: '2026-03-31', offset: -1 } as const;
    expect(days(rangeOf('month', when, BERLIN, NOW))![0]).toMatch(/^2026-02-01/);
  });

  test('is the one that a date lies in, on the clocks of the zone', () => {
    const when = { kind: 'date', date: '2026-03-29' } as const;
    // The clocks go forward on that day: it has 23 hours.
    const range = rangeOf('day', when, BERLIN, NOW)!;
    expect(days(range)).toEqual(['2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00']);
    expect(range.to - range.from).toBe(23 * 3_600_000);
    expect(days(rangeOf('half-year', { kind: 'date', date: '2026-07-01' }, BERLIN, NOW))![0]).toMatch(
      /^2026-07-01/,
    );
  });

  test('of one’s own is from here to there; none where the end is not after the begin, or no time', () => {
    const custom = (from: string, to: string) => rangeOf('custom', { kind: 'custom', from, to }, BERLIN, NOW);
    expect(days(custom('2026-01-01', '2026-02-01'))).toEqual([
      '2026-01-01T00:00+01:00',
      '2026-02-01T00:00+01:00',
    ]);
    expect(custom('2026-02-01', '2026-02-01')).toBeNull();
    expect(custom('soon', '2026-02-01')).toBeNull();
    expect(rangeOf('week', { kind: 'date', date: '2026-02-30' }, BERLIN, NOW)).toBeNull();
  });

  test('ends where the next begins, whatever the zone', () => {
    const whole = PERIODS.filter((period) => period !== 'custom');
    fc.assert(
      fc.property(
        fc.constantFrom(...whole),
        fc.integer({ min: -40, max: 5 }),
        fc.constantFrom('UTC', BERLIN, 'America/New_York', 'Asia/Shanghai', 'Australia/Lord_Howe'),
        fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2035, 0) }),
        (period, steps, zone, now) => {
          const at = (step: number) => rangeOf(period, { kind: 'offset', offset: step }, zone, now)!;
          expect(at(steps).to).toBe(at(steps + 1).from);
          const { from, to } = at(0);
          expect(from <= now && now < to).toBe(true);
        },
      ),
    );
  });
});
