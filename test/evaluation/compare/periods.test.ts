import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  aroundChange,
  daysOf,
  lengthOf,
  parsePeriod,
  placebosOf,
} from '../../../services/evaluation/compare/periods.ts';

const ZONE = 'Europe/Berlin';
const at = (text: string) => DateTime.fromISO(text, { zone: ZONE }).toMillis();
const NOW = at('2026-05-20T15:00');
const told = (period: { from: number; to: number } | null) =>
  period &&
  [period.from, period.to].map((one) =>
    DateTime.fromMillis(one, { zone: ZONE }).toFormat('yyyy-MM-dd HH:mm'),
  );

describe('a period', () => {
  it.each([
    ['2026-04-01/2026-05-01', ['2026-04-01 00:00', '2026-05-01 00:00']],
    ['2026-04-01T12:00Z/2026-05-01', ['2026-04-01 14:00', '2026-05-01 00:00']],
    ['now-7d/d/now/d', ['2026-05-13 00:00', '2026-05-21 00:00']],
    ['now-7d/now', ['2026-05-13 15:00', '2026-05-20 15:00']],
    ['now/M/now', ['2026-05-01 00:00', '2026-05-20 15:00']],
    ['2026-05-01/2026-04-01', null],
    ['2026-05-01', null],
    ['/', null],
    ['', null],
  ])('%s', (text, expected) => {
    expect(told(parsePeriod(text, ZONE, NOW))).toEqual(expected);
  });

  it('has whole days on the clocks of the zone, as far as they are over', () => {
    // Clocks go forward on the 29th of March.
    const march = { from: at('2026-03-28'), to: at('2026-03-31T12:00') };
    const { starts, end } = daysOf(march, ZONE, NOW);
    expect(starts).toEqual([at('2026-03-28'), at('2026-03-29'), at('2026-03-30')]);
    expect(end).toBe(at('2026-03-31'));
    expect(lengthOf({ from: at('2026-03-28'), to: at('2026-03-31') }, ZONE)).toBe(3);
    expect(daysOf({ from: at('2026-05-19'), to: at('2026-05-23') }, ZONE, NOW).starts).toHaveLength(1);
  });
});

describe('the periods of a change', () => {
  it.each([
    ['long ago', '2026-03-02', null, 28, ['2026-02-02 00:00', '2026-03-02 00:00'], '2026-03-30 00:00'],
    [
      'of ten days ago: whole weeks',
      '2026-05-10',
      null,
      28,
      ['2026-05-03 00:00', '2026-05-10 00:00'],
      '2026-05-17 00:00',
    ],
    [
      'of five days ago',
      '2026-05-15',
      null,
      28,
      ['2026-05-10 00:00', '2026-05-15 00:00'],
      '2026-05-20 00:00',
    ],
    [
      'that was undone',
      '2026-03-02',
      '2026-03-19',
      28,
      ['2026-02-16 00:00', '2026-03-02 00:00'],
      '2026-03-16 00:00',
    ],
  ])('%s', (_, begin, until, days, before, after) => {
    const change = { at: at(begin), until: until === null ? null : at(until) };
    const found = aroundChange(change, days, ZONE, NOW)!;
    expect(told(found.a)).toEqual(before);
    expect(told(found.b)).toEqual([before[1], after]);
  });

  it('are none where not a day has passed', () => {
    expect(aroundChange({ at: at('2026-05-20'), until: null }, 28, ZONE, NOW)).toBeNull();
    expect(aroundChange({ at: at('2026-06-20'), until: null }, 28, ZONE, NOW)).toBeNull();
  });
});

describe('the same periods before', () => {
  it('hold nothing of the later one, and have the same weekdays', () => {
    const [a, b] = [
      { from: at('2026-04-01'), to: at('2026-05-01') },
      { from: at('2026-05-03'), to: at('2026-06-02') },
    ];
    const [before, year] = placebosOf(a, b, ZONE);
    expect([before!.kind, before!.weeks]).toEqual(['before', 5]);
    expect(told(before!.b)).toEqual(['2026-03-29 00:00', '2026-04-28 00:00']);
    expect([year!.kind, year!.weeks]).toEqual(['year_before', 52]);
    expect(told(year!.a)).toEqual(['2025-04-02 00:00', '2025-05-02 00:00']);
  });

  it('are none of two groups in one period', () => {
    const both = { from: at('2026-04-01'), to: at('2026-05-01') };
    expect(placebosOf(both, { ...both }, ZONE)).toEqual([]);
  });
});
