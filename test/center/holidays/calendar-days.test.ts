import { describe, expect, it } from 'vitest';
import { specialDaysOfCalendar } from '../../../services/center/holidays/calendar-days.ts';
import { type CenterCalendar, withHolidaysOf } from '../../../services/center/holidays/center-calendar.ts';

const WEEKLY = {
  mon: ['09:00-17:00'],
  tue: ['09:00-17:00'],
  wed: ['09:00-17:00'],
  thu: ['09:00-17:00'],
  fri: ['09:00-17:00'],
};

const in2026 = (calendar: CenterCalendar) => specialDaysOfCalendar(calendar, 2026, 2026);

describe('the special days of a calendar that lists dates', () => {
  const listed: CenterCalendar = {
    zone: 'UTC',
    weekly: WEEKLY,
    holidays: ['2026-01-01', '2027-01-01'],
    special: {
      '2026-12-24': ['09:00-12:00'],
      '2026-12-26': ['10:00-14:00'],
      '2026-12-28': [],
      '2026-12-29': ['08:00-20:00'],
    },
  };

  it('are called by what their hours make them', () => {
    expect([...in2026(listed).byDate.values()]).toEqual([
      { date: '2026-01-01', name: 'Closed day', kind: 'closed' },
      { date: '2026-12-24', name: 'Short day', kind: 'half' },
      { date: '2026-12-26', name: 'Working day', kind: 'working' },
      { date: '2026-12-28', name: 'Closed day', kind: 'closed' },
      { date: '2026-12-29', name: 'Special hours', kind: 'observed' },
    ]);
  });

  it('leave no year unknown', () => {
    expect(specialDaysOfCalendar(listed, 1990, 2199).unknownYears).toEqual([]);
  });
});

describe('the special days of a calendar with the holidays of a place', () => {
  const berlin = withHolidaysOf(
    { country: 'DE', region: 'BE' },
    {
      zone: 'Europe/Berlin',
      weekly: WEEKLY,
      special: { '2026-12-31': ['09:00-12:00'], '2026-05-14': ['09:00-17:00'], '2026-07-01': [] },
    },
  );
  const { byDate } = in2026(berlin);

  it.each([
    ['2026-10-03', 'National Holiday', 'closed'],
    ['2026-12-24', 'Christmas Eve', 'half'],
    ['2026-12-31', "New Year's Eve", 'half'],
    ['2026-05-14', 'Ascension Day', 'observed'],
    ['2026-07-01', 'Closed day', 'closed'],
  ])('have its names, and the kind that their hours make them: %s', (date, name, kind) => {
    expect(byDate.get(date)).toEqual({ date, name, kind });
  });

  it('reach as far as the source, beyond the dates that are written out', () => {
    expect(specialDaysOfCalendar(berlin, 1999, 1999).byDate.get('1999-12-25')?.kind).toBe('closed');
    expect(specialDaysOfCalendar(berlin, 2060, 2060).byDate.get('2060-12-25')?.kind).toBe('closed');
  });
});

describe('the special days of a calendar in China', () => {
  const open = (saturday: string[]) =>
    withHolidaysOf({ country: 'CN' }, { zone: 'Asia/Shanghai', weekly: { ...WEEKLY, sat: saturday } });

  it.each([[[]], [['09:00-12:00']], [['09:00-17:00']]])(
    'have weekends that are worked, whatever is usual on Saturday: %j',
    (saturday) => {
      const { byDate } = in2026(open(saturday));
      expect(byDate.get('2026-02-14')).toEqual({
        date: '2026-02-14',
        name: 'Day worked for Spring Festival',
        kind: 'working',
      });
    },
  );

  it('say which years are not decreed', () => {
    expect(specialDaysOfCalendar(open([]), 2026, 2026).unknownYears).toEqual([]);
    expect(specialDaysOfCalendar(open([]), 2040, 2040).unknownYears).toEqual([2040]);
  });
});
