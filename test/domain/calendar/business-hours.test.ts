import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { addBusiness, businessMs } from '../../../services/domain/calendar/business-time.ts';
import { type CompiledCalendar, compileCalendar } from '../../../services/domain/calendar/compile.ts';

const HOUR_MS = 3_600_000;

/** Monday to Friday, save for the days named. */
function workdays(hours: string, others: Record<string, string[]> = {}): CompiledCalendar {
  const weekly = { mon: [hours], tue: [hours], wed: [hours], thu: [hours], fri: [hours], ...others };
  return compileCalendar({ zone: 'UTC', weekly });
}

const nineToFive = workdays('09:00-17:00');
const longTuesday = workdays('09:00-17:00', { tue: ['09:00-20:00'] });
const openSaturday = workdays('09:00-17:00', { sat: ['00:00-24:00'] });
const eightToFive = workdays('08:00-17:00');

/** `20T10:00` is 10:00 UTC on 20 January 2024; the 15th is a Monday. */
const january = (text: string): number => Date.parse(`2024-01-${text}Z`);

describe('METRICS.md section 7, business hours: a target started in January 2024 is due', () => {
  test.each([
    ['Fri 16:00 + 2 h', nineToFive, '19T16:00', 2, '22T10:00'],
    ['Wed 07:00 + 2 h', nineToFive, '17T07:00', 2, '17T11:00'],
    ['Wed 18:00 + 2 h', nineToFive, '17T18:00', 2, '18T11:00'],
    ['Sat 10:00 + 2 h', nineToFive, '20T10:00', 2, '22T11:00'],
    ['Mon 16:00 + 10 h', nineToFive, '15T16:00', 10, '17T10:00'],
    ['Mon 18:00 + 10 h, Tue 9-20', longTuesday, '15T18:00', 10, '16T19:00'],
    ['Mon 16:00 + 12 h, Tue 9-20', longTuesday, '15T16:00', 12, '16T20:00'],
    ['Sat 00:00 + 24 h, Saturday open all day', openSaturday, '20T00:00', 24, '21T00:00'],
    ['Fri 16:55 + 24 h', nineToFive, '19T16:55', 24, '24T16:55'],
    ['Fri 17:00 + 8 h (wrong in print: Mon 09:00)', nineToFive, '19T17:00', 8, '22T17:00'],
    ['Fri 16:00 + 4 h at 8-17 (wrong in print: Tue 11:00)', eightToFive, '19T16:00', 4, '22T11:00'],
  ])('%s', (_, calendar, from, hours, due) => {
    expect(addBusiness(calendar, january(from), hours * HOUR_MS)).toBe(january(due));
    expect(businessMs(calendar, january(from), january(due))).toBe(hours * HOUR_MS);
  });
});

test('zendesk/biz: the first week of 2006 has 39.5 hours', () => {
  const nine = ['09:00-17:00'];
  const ten = ['10:00-16:00'];
  const weekly = { mon: nine, tue: ten, wed: nine, thu: ten, fri: nine, sat: ['11:00-14:30'] };
  const calendar = compileCalendar({ zone: 'UTC', weekly });
  expect(businessMs(calendar, Date.UTC(2006, 0, 1), Date.UTC(2006, 0, 8))).toBe(39.5 * HOUR_MS);
});

describe('METRICS.md section 7, Los Angeles around the clock: 24 hours are 24 hours', () => {
  const zone = 'America/Los_Angeles';
  const at = (text: string): number => DateTime.fromISO(text, { zone }).toMillis();
  test.each([
    ['24x7', compileCalendar({ zone, weekly: '24x7' })],
    ['24x7 but for a holiday', compileCalendar({ zone, weekly: '24x7', holidays: ['2024-12-25'] })],
  ])('%s', (_, calendar) => {
    expect(addBusiness(calendar, at('2024-03-10T00:00'), 24 * HOUR_MS)).toBe(at('2024-03-11T01:00'));
    expect(addBusiness(calendar, at('2024-11-03T00:00'), 24 * HOUR_MS)).toBe(at('2024-11-03T23:00'));
  });
});

describe('the borders of the definitions', () => {
  test('no time is business time from an instant to an earlier one', () => {
    expect(businessMs(nineToFive, january('17T12:00'), january('17T10:00'))).toBe(0);
  });

  test('a budget of nothing is over at once, open or not', () => {
    expect(addBusiness(nineToFive, january('20T10:00'), 0)).toBe(january('20T10:00'));
    expect(addBusiness(nineToFive, january('17T10:00'), -HOUR_MS)).toBe(january('17T10:00'));
  });

  test('a week of whole days is around the clock, and then time needs no table', () => {
    const allDay = ['00:00-12:00', '12:00-24:00'];
    const calendar = workdays('00:00-24:00', { sat: allDay, sun: allDay });
    expect(calendar.alwaysOpen).toBe(true);
    expect(businessMs(calendar, 0, 1e15)).toBe(1e15);
  });

  test('2,609 working days, ten years, are over at closing time of the last', () => {
    const monday = Date.UTC(2024, 0, 1);
    const due = addBusiness(nineToFive, monday, 2609 * 8 * HOUR_MS);
    expect(due).toBe(monday + (521 * 7 + 3) * 24 * HOUR_MS + 17 * HOUR_MS);
  });

  test('special days alone open a calendar until the last of them is over', () => {
    const special = { '2024-03-02': ['10:00-12:00'], '2024-03-09': ['10:00-12:00'] };
    const calendar = compileCalendar({ zone: 'UTC', weekly: {}, special });
    const from = Date.parse('2024-03-02T11:00Z');
    expect(addBusiness(calendar, from, 3 * HOUR_MS)).toBe(Date.parse('2024-03-09T12:00Z'));
    expect(addBusiness(calendar, from, 3 * HOUR_MS + 1)).toBe(Number.POSITIVE_INFINITY);
    expect(addBusiness(calendar, Date.UTC(2030, 0, 1), 1)).toBe(Number.POSITIVE_INFINITY);
    expect(businessMs(calendar, Date.UTC(1950, 0, 1), Number.POSITIVE_INFINITY)).toBe(4 * HOUR_MS);
  });

  test('more open time than there is before 2200 never comes', () => {
    expect(addBusiness(nineToFive, Date.UTC(2199, 11, 31, 16), HOUR_MS)).toBe(Date.UTC(2199, 11, 31, 17));
    expect(addBusiness(nineToFive, Date.UTC(2199, 11, 31, 16), HOUR_MS + 1)).toBe(Number.POSITIVE_INFINITY);
  });
});
