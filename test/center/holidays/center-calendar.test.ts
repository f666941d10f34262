import { DateTime } from 'luxon';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { addBusiness, businessMs } from '../../../services/domain/calendar/business-time.ts';
import { compileCalendar } from '../../../services/domain/calendar/compile.ts';
import { FaultsError } from '../../../services/lib/errors.ts';

const HOUR = 3_600_000;

const read = (calendar: string) =>
  parseContactCenter(`calendars: { office: ${calendar} }`, 'center.yaml').calendars.office!;

const office = (zone: string, holidays: string, more = '') =>
  read(
    `{ zone: ${zone}, weekly: { mon: [09:00-18:00], tue: [09:00-18:00], wed: [09:00-18:00], thu: [09:00-18:00], fri: [09:00-17:00] }, holidays: ${holidays}${more} }`,
  );

/** The instant by which some open hours have passed, on the clock of the zone. */
const endOf = (calendar: ReturnType<typeof read>, from: string, hours: number) => {
  const begin = DateTime.fromISO(from, { zone: calendar.zone }).toMillis();
  const compiled = compileCalendar(calendar);
  const end = addBusiness(compiled, begin, hours * HOUR);
  expect(businessMs(compiled, begin, end)).toBe(hours * HOUR);
  return DateTime.fromMillis(end, { zone: calendar.zone }).toFormat('ccc yyyy-MM-dd HH:mm');
};

function faultsOf(calendar: string): string[] {
  try {
    read(calendar);
  } catch (error) {
    if (error instanceof FaultsError) return error.faults.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

describe('business time in China', () => {
  const shanghai = office('Asia/Shanghai', '{ country: CN }');

  it.each([
    // Fri 1 h, and Saturday 14 February is worked from 9 to 18, as a Wednesday is.
    ['goes on over a Saturday that is worked', '2026-02-13T16:00', 8, 'Sat 2026-02-14 16:00'],
    // The last hour of that Saturday; then nine days of the Spring Festival, a Monday among them.
    ['stands still through the feast it was worked for', '2026-02-14T17:00', 2, 'Tue 2026-02-24 10:00'],
    ['goes on over the Saturday at its end', '2026-02-27T16:00', 2, 'Sat 2026-02-28 10:00'],
    ['stands still on moved weekdays: Mon 4 and Tue 5 May', '2026-04-30T17:00', 2, 'Wed 2026-05-06 10:00'],
    ['goes on over a Sunday that is worked', '2026-09-18T16:00', 2, 'Sun 2026-09-20 10:00'],
    ['stands still on other weekends', '2026-03-06T16:00', 2, 'Mon 2026-03-09 10:00'],
  ])('%s', (_, from, hours, end) => {
    expect(endOf(shanghai, from, hours)).toBe(end);
  });

  it('gives a worked weekend the hours that are typed for it, where there are some', () => {
    const short = office('Asia/Shanghai', '{ country: CN }', ', special: { 2026-02-14: [10:00-12:00] }');
    expect(endOf(short, '2026-02-13T16:00', 2)).toBe('Sat 2026-02-14 11:00');
    const off = office('Asia/Shanghai', '{ country: CN }', ', special: { 2026-02-14: [] }');
    expect(endOf(off, '2026-02-13T16:00', 2)).toBe('Tue 2026-02-24 10:00');
  });

  it('gives it the whole of Wednesday, the rest of a night too', () => {
    const nights = read(
      '{ zone: Asia/Shanghai, weekly: { mon: [22:00-06:00], tue: [22:00-06:00], wed: [22:00-06:00], thu: [22:00-06:00], fri: [22:00-06:00] }, holidays: { country: CN } }',
    );
    expect(nights.special?.['2026-05-09']).toEqual(['00:00-06:00', '22:00-24:00']);
  });
});

describe('business time in Germany', () => {
  it('stands still on 8 March in Berlin, and goes on in Munich', () => {
    const from = '2027-03-05T16:00';
    expect(endOf(office('Europe/Berlin', '{ country: DE, region: BE }'), from, 2)).toBe(
      'Tue 2027-03-09 10:00',
    );
    expect(endOf(office('Europe/Berlin', '{ country: DE, region: BY }'), from, 2)).toBe(
      'Mon 2027-03-08 10:00',
    );
  });

  it('goes on through eves, unless hours are typed for them', () => {
    const plain = office('Europe/Berlin', '{ country: DE }');
    expect(endOf(plain, '2026-12-23T17:00', 10)).toBe('Thu 2026-12-24 18:00');
    const early = office('Europe/Berlin', '{ country: DE }', ', special: { 2026-12-24: [09:00-13:00] }');
    // 1 h on Wednesday, 4 h on the 24th; the 25th is a Friday, the 26th a Saturday.
    expect(endOf(early, '2026-12-23T17:00', 10)).toBe('Mon 2026-12-28 14:00');
  });

  it('goes on through a holiday that has hours typed for it', () => {
    const open = office('Europe/Berlin', '{ country: DE }', ', special: { 2026-05-14: [09:00-18:00] }');
    expect(endOf(open, '2026-05-13T17:00', 2)).toBe('Thu 2026-05-14 10:00');
  });
});

describe('a calendar with the holidays of a place', () => {
  afterEach(() => void vi.useRealTimers());

  it('lists the dates of 2015 to 2040, whenever it is read', async () => {
    const lists = [];
    for (const now of ['2016-02-29', '2039-12-31']) {
      vi.useFakeTimers({ now: new Date(now), toFake: ['Date'] });
      vi.resetModules();
      const fresh = await import('../../../services/center/contact-center.ts');
      const text = 'calendars: { office: { zone: UTC, weekly: 24x7, holidays: { country: US } } }';
      lists.push(fresh.parseContactCenter(text, 'center.yaml').calendars.office!);
    }
    expect(lists[1]).toEqual(lists[0]);
    expect(lists[0]?.holidays?.at(0)).toBe('2015-01-01');
    expect(lists[0]?.holidays?.at(-1)).toBe('2040-12-25');
  });

  it('keeps the place beside the dates', () => {
    expect(office('Europe/Vienna', '{ country: AT, region: 9 }').source).toEqual({
      country: 'AT',
      region: '9',
    });
    expect(office('Europe/Vienna', '[2026-01-01]')).not.toHaveProperty('source');
  });

  it.each([
    [
      '{ country: Germany }',
      /^calendars\.office\.holidays\.country: there is no country "Germany": there are AD, /,
    ],
    [
      '{ country: DE, region: Berlin }',
      /^calendars\.office\.holidays\.region: there is no region "Berlin": there are BB, BE/,
    ],
    ['{ country: DE, state: BE }', /^calendars\.office\.holidays: Unrecognized key: "state"$/],
    ['{ region: BE }', /^calendars\.office\.holidays\.country: must be a code such as DE$/],
    ['DE', /^calendars\.office\.holidays: must be a list of dates, or \{ country: DE, region: BE \}$/],
    ['[2026-02-30]', /^calendars\.office\.holidays\[0\]: "2026-02-30" is no date/],
  ])('is refused with the reason: %s', (holidays, message) => {
    const faults = faultsOf(`{ zone: UTC, weekly: 24x7, holidays: ${holidays} }`);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(message);
  });

  it('is asked for its other faults too', () => {
    expect(faultsOf('{ zone: Nowhere, weekly: { mon: [9-5] }, holidays: { country: DE } }')).toHaveLength(2);
  });
});

test('no library is loaded where no calendar names a place', async () => {
  vi.resetModules();
  const { createRequire } = await import('node:module');
  const { cache } = createRequire(import.meta.url);
  for (const key of Object.keys(cache)) if (/date-holidays|chinese-days/.test(key)) delete cache[key];
  const fresh = await import('../../../services/center/contact-center.ts');
  const loaded = () => Object.keys(cache).filter((key) => /date-holidays|chinese-days/.test(key)).length;
  const calendar = (holidays: string) =>
    `calendars: { a: { zone: UTC, weekly: 24x7, holidays: ${holidays} } }`;
  fresh.parseContactCenter(calendar('[2026-01-01]'), 'center.yaml');
  expect(loaded()).toBe(0);
  fresh.parseContactCenter(calendar('{ country: DE }'), 'center.yaml');
  expect(loaded()).toBeGreaterThan(0);
});
