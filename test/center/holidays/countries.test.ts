import { describe, expect, it, test } from 'vitest';
import { faultOfSource, type HolidaySource, specialDaysOf } from '../../../services/center/holidays/index.ts';
import type { SpecialDayKind } from '../../../services/domain/calendar/special-day.ts';

const daysOf = (source: HolidaySource, year: number, kind: SpecialDayKind) =>
  specialDaysOf(source, year, year).days.filter((day) => day.kind === kind);

const datesOf = (source: HolidaySource, year: number, kind: SpecialDayKind = 'closed') =>
  daysOf(source, year, kind).map(({ date }) => date.slice(5));

/**
 * Closed days of 2026 as the governments published them: the holiday laws of the states; 5 U.S.C. 6103 with the Friday
 * before a Saturday; GOV.UK, where a Saturday is closed as well as its substitute; Japan's Cabinet Office with the
 * substitute of 3 May and the day between two holidays; Brazil's Portaria of 30 December 2025.
 */
const PUBLISHED: [HolidaySource, string][] = [
  [{ country: 'DE' }, '01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26'],
  [{ country: 'DE', region: 'BE' }, '01-01 03-08 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26'],
  [
    { country: 'DE', region: 'BY' },
    '01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26',
  ],
  [{ country: 'US' }, '01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25'],
  [{ country: 'GB', region: 'ENG' }, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28'],
  [
    { country: 'JP' },
    '01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23',
  ],
  // The law's ten, and two Sundays on which people vote.
  [{ country: 'BR' }, '01-01 04-03 04-21 05-01 09-07 10-04 10-12 10-25 11-02 11-15 11-20 12-25'],
  // Passover and its seventh day, Independence Day, Shavuot, two days of New Year, Yom Kippur, Sukkot, Simchat Torah.
  [{ country: 'IL' }, '04-02 04-08 04-22 05-22 09-12 09-13 09-21 09-26 10-03'],
];

test.each(PUBLISHED)('%o closes in 2026 on the days that are published', (source, dates) => {
  expect(datesOf(source, 2026)).toEqual(dates.split(' '));
});

test("India's source has the days of the sun's calendar alone", () => {
  expect(datesOf({ country: 'IN' }, 2026)).toEqual(['01-26', '04-03', '04-14', '08-15', '10-02', '12-25']);
});

describe('a day that does not close a center by itself', () => {
  it.each([
    ['eves', { country: 'DE' }, '12-24 12-31'],
    ['days of banks and offices', { country: 'JP' }, '01-02 01-03 12-31'],
    [
      "Carnival until Ash Wednesday's noon, Corpus Christi",
      { country: 'BR' },
      '02-14 02-15 02-16 02-17 02-18 06-04 12-24 12-31',
    ],
  ])('is half: %s', (_, source, dates) => {
    expect(datesOf(source, 2026, 'half')).toEqual(dates.split(' '));
  });

  it('or is observed, where schools alone are off', () => {
    expect(daysOf({ country: 'DE', region: 'BY' }, 2026, 'observed')).toContainEqual({
      date: '2026-11-18',
      name: 'Day of Prayer and Repentance',
      kind: 'observed',
    });
  });
});

describe('Israel', () => {
  const israel = { country: 'IL' };

  it('has the days after the evenings on which its feasts begin: those of 1999', () => {
    expect(datesOf(israel, 1999)).toEqual('04-01 04-07 04-21 05-21 09-11 09-12 09-20 09-25 10-02'.split(' '));
  });

  it('ends work early on eves, on Purim, on the Ninth of Av and on the day of the fallen', () => {
    const half = '03-02 03-31 04-06 04-20 05-20 07-22 09-10 09-19 09-24 10-01';
    expect(datesOf(israel, 1999, 'half')).toEqual(half.split(' '));
  });

  it('calls the days between those of a feast by their number, and lets them be', () => {
    const between = daysOf(israel, 1999, 'observed').filter(({ name }) => name.startsWith('Passover'));
    expect(between.map(({ date, name }) => [date, name])).toEqual([
      ['1999-04-02', 'Passover (intermediate days)'],
      ['1999-04-03', 'Passover (intermediate days), day 2'],
      ['1999-04-04', 'Passover (intermediate days), day 3'],
      ['1999-04-05', 'Passover (intermediate days), day 4'],
    ]);
  });

  it.each(['Eve of Passover (Pesach)', 'Passover (Pesach)', 'Shavuot (Feast of Weeks)'])(
    'calls %s the same every year',
    (name) => {
      for (let year = 1995; year <= 2035; year++)
        expect(
          specialDaysOf(israel, year, year).days.filter((day) => day.name === name),
          String(year),
        ).toHaveLength(1);
    },
  );
});

describe('feasts over several days', () => {
  it('have each of their days: four of the Sacrifice in Turkey', () => {
    expect(
      daysOf({ country: 'TR' }, 2026, 'closed').filter(({ name }) => name.includes('Sacrifice')),
    ).toMatchObject([
      { date: '2026-05-27', name: 'Feast of the Sacrifice (Eid al-Adha)' },
      { date: '2026-05-28', name: 'Feast of the Sacrifice (Eid al-Adha), day 2' },
      { date: '2026-05-29' },
      { date: '2026-05-30' },
    ]);
  });

  it("have one order where several rules make one feast: Brazil's Carnival", () => {
    const carnival = specialDaysOf({ country: 'BR' }, 2026, 2026).days.filter(({ name }) =>
      name.startsWith('Carnival'),
    );
    expect(carnival.map(({ date, name }) => [date.slice(5), name])).toEqual([
      ['02-14', 'Carnival'],
      ['02-15', 'Carnival, day 2'],
      ['02-16', 'Carnival, day 3'],
      ['02-17', 'Carnival, day 4'],
      ['02-18', 'Carnival, day 5'],
    ]);
  });

  it('reach over the end of a year, in whichever of both they are asked for', () => {
    const hanukkah = specialDaysOf({ country: 'IL' }, 2025, 2025).days.slice(0, 2);
    expect(hanukkah).toEqual([
      { date: '2025-01-01', name: 'Hanukkah, day 7', kind: 'observed' },
      { date: '2025-01-02', name: 'Hanukkah, day 8', kind: 'observed' },
    ]);
  });

  it('and the substitute of a New Year on Saturday belongs to the year before', () => {
    expect(datesOf({ country: 'US' }, 2021)).toContain('12-31');
    expect(datesOf({ country: 'US' }, 2022)).not.toContain('12-31');
  });
});

test('a date is given once: what closes before what does not', () => {
  // Easter Sunday and the day of the Constitution in Japan share none; Germany's Ascension was on 1 May 2008.
  const days = specialDaysOf({ country: 'DE' }, 2008, 2008).days;
  expect(days.filter(({ date }) => date === '2008-05-01')).toHaveLength(1);
  expect(new Set(days.map(({ date }) => date)).size).toBe(days.length);
});

test('years that the moon is not reckoned for are said to be unknown', () => {
  expect(specialDaysOf({ country: 'IL' }, 1969, 1971).unknownYears).toEqual([1969]);
  expect(specialDaysOf({ country: 'IL' }, 2075, 2077).unknownYears).toEqual([2076, 2077]);
});

describe('a place that there is not', () => {
  it('is told with the choices', () => {
    expect(faultOfSource({ country: 'Germany' })).toMatchObject({
      path: ['country'],
      message: expect.stringMatching(/^there is no country "Germany": there are AD, AE, .*, DE, .*, ZW$/),
    });
    expect(faultOfSource({ country: 'DE', region: 'Berlin' })).toEqual({
      path: ['region'],
      message:
        'there is no region "Berlin": there are BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH',
    });
    expect(faultOfSource({ country: 'IL', region: 'TA' })?.message).toBe(
      'there is no region "TA": none of IL is told apart',
    );
    expect(faultOfSource({ country: 'DE', region: 'BY', subregion: 'B' })?.message).toBe(
      'there is no subregion "B": there are A, EVANG, KATH',
    );
    expect(faultOfSource({ country: 'DE', subregion: 'A' })?.path).toEqual(['subregion']);
  });

  it('and one that there is has no fault', () => {
    for (const source of [{ country: 'CN' }, { country: 'DE', region: 'BY', subregion: 'A' }])
      expect(faultOfSource(source)).toBeNull();
  });
});

test('Augsburg has its own day in Bavaria', () => {
  const augsburg = datesOf({ country: 'DE', region: 'BY', subregion: 'A' }, 2026);
  expect(augsburg).toContain('08-08');
  expect(datesOf({ country: 'DE', region: 'BY' }, 2026)).not.toContain('08-08');
});
