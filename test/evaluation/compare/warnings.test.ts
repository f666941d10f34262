import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { SpecialDayKind } from '../../../services/domain/calendar/special-day.ts';
import type { Language } from '../../../services/evaluation/compare/amounts.ts';
import {
  type KnownDays,
  warningsOfMetric,
  warningsOfSides,
} from '../../../services/evaluation/compare/warnings.ts';
import { findMetric } from '../../../services/metrics/catalogue/index.ts';
import type { Filters } from '../../../services/metrics/filters.ts';

const ZONE = 'Europe/Berlin';
const at = (text: string) => DateTime.fromISO(text, { zone: ZONE }).toMillis();
const side = (from: string, to: string, filters: Filters = {}) => ({ from: at(from), to: at(to), filters });
const NOW = at('2026-07-01');
const NOTHING: KnownDays = { specialDays: new Map(), events: [], changes: [], asked: null };
const APRIL = side('2026-04-06', '2026-05-04');
const MAY = side('2026-05-04', '2026-06-01');

const told = (a = APRIL, b = MAY, known: Partial<KnownDays> = {}, now = NOW) =>
  warningsOfSides(a, b, ZONE, now, { ...NOTHING, ...known }, 'en').map(
    ({ kind, text }) => `${kind}: ${text}`,
  );
const special = (...days: [string, string, SpecialDayKind][]) => ({
  specialDays: new Map(days.map(([date, name, kind]) => [date, { date, name, kind }])),
});
const change = (name: string, begin: string, until: string | null = null) => ({
  name,
  at: at(begin),
  until: until === null ? null : at(until),
  queue: [],
  channel: [],
  team: [],
});

describe('two periods', () => {
  it('of the same length and weekdays need no warning, though clocks change in one', () => {
    expect(told()).toEqual([]);
    expect(told(side('2026-03-02', '2026-03-16'), side('2026-03-23', '2026-04-06'))).toEqual([]);
  });

  it('may differ in length', () => {
    expect(told(APRIL, side('2026-05-04', '2026-05-18'))).toEqual([
      'lengths: the first period has 28 days, the second 14',
    ]);
  });

  it('may mix weekdays otherwise', () => {
    expect(told(side('2026-04-01', '2026-05-01'), side('2026-05-03', '2026-06-02'))).toEqual([
      'weekdays: the weekdays are mixed otherwise in the second period: Monday 4 and 5, Wednesday 5 and 4, Thursday 5 and 4, Sunday 4 and 5',
    ]);
  });

  it('may have special days that the other has not; those that close nothing do not count', () => {
    const days = special(
      ['2026-04-06', 'Easter Monday', 'closed'],
      ['2026-04-10', 'Closed day', 'closed'],
      ['2026-05-12', 'Closed day', 'closed'],
      ['2026-05-10', "Mother's Day", 'observed'],
      ['2026-05-14', 'Ascension Day', 'closed'],
    );
    expect(told(APRIL, MAY, days)).toEqual([
      'special_days: special days in one period only; the first: Easter Monday; the second: Ascension Day',
    ]);
  });

  it('may have known events, and other changes, in them', () => {
    const events = [{ name: 'spring sale', from: '2026-05-01', to: '2026-05-03' }];
    expect(told(APRIL, MAY, { events })).toEqual([
      'events: known events in one period only; the first: spring sale',
    ]);
    const changes = [
      change('between', '2026-05-04'),
      change('asked', '2026-04-20'),
      change('within', '2026-05-10'),
      change('undone', '2026-02-01', '2026-04-20'),
      change('long ago', '2026-02-01'),
      change('later', '2026-06-20'),
    ];
    expect(told(APRIL, MAY, { changes, asked: 'asked' })).toEqual([
      'other_changes: also changed in one of the periods: within, undone',
    ]);
  });

  it('may overlap, unless they are of groups that have nothing in common', () => {
    const late = side('2026-04-20', '2026-05-18');
    expect(told(APRIL, late)).toEqual([
      'overlap: both sides have time and cases in common: they are not independent',
    ]);
    const of = (queue: string[]) => ({ ...APRIL, filters: { queue } });
    expect(told(of(['x']), of(['y']))).toEqual([]);
    expect(told(of(['x', 'y']), of(['y']))).toHaveLength(1);
    expect(told(of(['x']), { ...APRIL, filters: { team: ['t'] } })).toHaveLength(1);
  });

  it('may not be over', () => {
    expect(told(APRIL, MAY, {}, at('2026-05-20'))).toEqual([
      'not_over: a period reaches into the future; days are compared as far as they are over',
    ]);
  });
});

describe('a metric', () => {
  const kinds = (
    id: string,
    found: Partial<Parameters<typeof warningsOfMetric>[2]> = {},
    now = NOW,
    language: Language = 'en',
  ) =>
    warningsOfMetric(
      findMetric(id)!,
      [APRIL, MAY],
      { few: [], compared: 'cases', varies: false, ...found },
      now,
      language,
    ).map(({ kind, text }) => `${kind}: ${text}`);

  it('needs no warning where all is well', () => {
    expect(kinds('csat')).toEqual([]);
    expect(kinds('fcr')).toEqual([]);
  });

  it('may have few cases, or no test', () => {
    expect(kinds('csat', { few: ['b'] })).toEqual(['few_cases: the second: too few cases to tell anything']);
    expect(kinds('longest_wait', { few: ['a', 'b'], compared: null, varies: true })).toEqual([
      'no_test: there is no test of this figure: the difference may be chance',
    ]);
  });

  it('may be provisional: first contact resolution, for a week', () => {
    expect(kinds('fcr', {}, at('2026-06-07T23:59'))[0]).toMatch(/^provisional/);
    expect(kinds('fcr', {}, at('2026-06-08'))).toEqual([]);
    expect(kinds('csat', {}, at('2026-06-02'))).toEqual([]);
  });

  it('may vary by days, or hang from one day to the next', () => {
    expect(kinds('csat', { varies: true, compared: 'weeks' })[0]).toMatch(
      /^days_vary: .*weeks are compared$/,
    );
    expect(kinds('csat', { varies: true })[0]).toMatch(/^days_vary: .*see by=days$/);
    expect(kinds('backlog', { compared: 'days' })[0]).toMatch(/^days_depend/);
    expect(kinds('backlog', { compared: 'weeks' })).toEqual([]);
  });

  it('says it in Chinese to whoever asks in Chinese', () => {
    expect(kinds('csat', { few: ['a', 'b'], varies: true, compared: 'weeks' }, NOW, 'zh')).toEqual([
      'few_cases: 前者和后者的周数太少，无法判断',
      'days_vary: 各天的波动大于样本所能解释的：因此按周比较',
    ]);
  });
});
