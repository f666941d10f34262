import { describe, expect, test } from 'vitest';
import { compileCalendar } from '../../../services/domain/calendar/compile.ts';
import { type CalendarDefinition, CalendarError } from '../../../services/domain/calendar/definition.ts';

function faultsOf(definition: CalendarDefinition): string[] {
  try {
    compileCalendar(definition);
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    expect(error.code).toBe('BAD_CALENDAR');
    return error.faults.map(({ path, message }) => `${path.join('.')}: ${message}`);
  }
  return [];
}

const monday = { mon: ['09:00-17:00'] };

describe('a calendar is refused', () => {
  test.each<[string, CalendarDefinition, string]>([
    ['unknown zone', { zone: 'Mars/Olympus', weekly: monday }, 'zone: "Mars/Olympus" is no known time zone'],
    ['no open time', { zone: 'UTC', weekly: { mon: [] } }, 'weekly: no open time, nor on a special day'],
    [
      'only closed special days',
      { zone: 'UTC', weekly: {}, special: { '2024-12-24': [] } },
      'weekly: no open time, nor on a special day',
    ],
    [
      'unknown weekday',
      { zone: 'UTC', weekly: { ...monday, monday: ['09:00-17:00'] } as CalendarDefinition['weekly'] },
      'weekly.monday: is no weekday; known are mon, tue, wed, thu, fri, sat, sun',
    ],
    [
      'empty hours',
      { zone: 'UTC', weekly: { mon: ['09:00-09:00'] } },
      'weekly.mon.0: "09:00-09:00" is empty',
    ],
    [
      'overlap',
      { zone: 'UTC', weekly: { mon: ['12:00-17:00', '09:00-12:01'] } },
      'weekly.mon.0: "12:00-17:00" overlaps "09:00-12:01"',
    ],
    [
      'overlap with last night',
      { zone: 'UTC', weekly: { sun: ['22:00-06:00'], mon: ['05:59-12:00'] } },
      'weekly.mon.0: "05:59-12:00" overlaps "22:00-06:00"',
    ],
    [
      'overlap with hours that hold others',
      { zone: 'UTC', weekly: { mon: ['08:00-18:00', '18:00-19:00', '17:00-17:30'] } },
      'weekly.mon.2: "17:00-17:30" overlaps "08:00-18:00"',
    ],
    [
      'overlap on a special day',
      { zone: 'UTC', weekly: monday, special: { '2024-12-24': ['09:00-12:00', '11:00-13:00'] } },
      'special.2024-12-24.1: "11:00-13:00" overlaps "09:00-12:00"',
    ],
    [
      'special hours past midnight',
      { zone: 'UTC', weekly: monday, special: { '2024-12-31': ['22:00-02:00'] } },
      'special.2024-12-31.0: "22:00-02:00" must end after it starts; hours after midnight go to the next date',
    ],
    [
      'holiday and special day at once',
      { zone: 'UTC', weekly: monday, holidays: ['2024-12-24'], special: { '2024-12-24': ['09:00-12:00'] } },
      'special.2024-12-24: is listed as a holiday too',
    ],
    [
      'a date that nobody counts with',
      { zone: 'UTC', weekly: monday, holidays: ['2200-01-01'] },
      'holidays.0: "2200-01-01" lies outside 1970 to 2199',
    ],
  ])('%s', (_, definition, fault) => expect(faultsOf(definition)).toEqual([fault]));

  test.each(['9:00-17:00', '09:00-25:00', '24:00-06:00', '09:60-10:00', '09:00 - 17:00', '09:00-24:01', ''])(
    'for the hours "%s"',
    (text) => expect(faultsOf({ zone: 'UTC', weekly: { mon: [text] } })).toHaveLength(1),
  );

  test.each(['2023-02-29', '2024-13-01', '24-12-2024', '2024-1-1', 'Christmas'])(
    'for the date "%s"',
    (text) => {
      expect(faultsOf({ zone: 'UTC', weekly: monday, holidays: [text] })).toHaveLength(1);
      expect(faultsOf({ zone: 'UTC', weekly: monday, special: { [text]: [] } })).toHaveLength(1);
    },
  );

  test('with every fault at once', () => {
    const faults = faultsOf({
      zone: 'nowhere',
      weekly: { mon: ['09:00-09:00', 'noon'] },
      holidays: ['2024-12-25', '2024-02-30'],
      special: { '2024-12-24': ['17:00-09:00'] },
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'zone',
      'weekly.mon.0',
      'weekly.mon.1',
      'holidays.1',
      'special.2024-12-24.0',
    ]);
  });
});

test('hours that touch, and days in any order, are no fault', () => {
  expect(
    faultsOf({ zone: 'Asia/Kolkata', weekly: { wed: ['13:00-24:00', '09:00-13:00'], thu: ['00:00-02:00'] } }),
  ).toEqual([]);
});
