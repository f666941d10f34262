import { describe, expect, test } from 'vitest';
import { businessMs } from '../../../services/domain/calendar/business-time.ts';
import { compileCalendar } from '../../../services/domain/calendar/compile.ts';
import type { CalendarDefinition } from '../../../services/domain/calendar/definition.ts';

const HOUR_MS = 3_600_000;

/** Open hours of a UTC span, `2024-03-30T23:00/2024-03-31T22:00`. */
function openHours(definition: CalendarDefinition, span: string): number {
  const [from, to] = span.split('/').map((text) => Date.parse(`${text}Z`));
  return businessMs(compileCalendar(definition), from!, to!) / HOUR_MS;
}

describe('Berlin on the Sunday that skips 02:00 to 03:00', () => {
  const open = (hours: string) =>
    openHours({ zone: 'Europe/Berlin', weekly: { sun: [hours] } }, '2024-03-30T23:00/2024-03-31T22:00');

  test('a day has 23 hours', () => expect(open('00:00-24:00')).toBe(23));
  test('hours around the skip lose it', () => expect(open('01:00-04:00')).toBe(2));
  test('hours within the skip do not exist', () => expect(open('02:00-03:00')).toBe(0));
  test('a border within the skip takes effect at it', () => {
    expect(open('02:30-04:00')).toBe(1);
    expect(open('01:00-02:30')).toBe(1);
  });
});

describe('Berlin on the Sunday that shows 02:00 to 03:00 twice', () => {
  const open = (hours: string) =>
    openHours({ zone: 'Europe/Berlin', weekly: { sun: [hours] } }, '2024-10-26T22:00/2024-10-27T23:00');

  test('a day has 25 hours', () => expect(open('00:00-24:00')).toBe(25));
  test('hours within the repetition are open twice', () => expect(open('02:00-03:00')).toBe(2));
  test('a border within the repetition holds both times', () => {
    expect(open('02:30-04:00')).toBe(2);
    expect(open('01:00-02:30')).toBe(2);
  });
});

describe('zones that are unlike the others', () => {
  test('Lord Howe moves its clocks by half an hour', () => {
    const definition = { zone: 'Australia/Lord_Howe', weekly: { sun: ['00:00-24:00'] } };
    expect(openHours(definition, '2024-04-06T12:00/2024-04-08T00:00')).toBe(24.5);
    expect(openHours(definition, '2024-10-05T12:00/2024-10-07T00:00')).toBe(23.5);
  });

  test('Sao Paulo began summer time at midnight: that day starts at 01:00', () => {
    const definition = { zone: 'America/Sao_Paulo', weekly: { sun: ['00:00-09:00'] } };
    expect(openHours(definition, '2017-10-15T00:00/2017-10-16T00:00')).toBe(8);
  });

  test('Samoa had no 30 December 2011', () => {
    const definition = { zone: 'Pacific/Apia', weekly: { thu: ['09:00-17:00'], fri: ['09:00-17:00'] } };
    expect(openHours(definition, '2011-12-26T00:00/2012-01-01T12:00')).toBe(8);
  });

  test('a summer of seven days is not overlooked (Recife, October 2000)', () => {
    const definition = { zone: 'America/Recife', weekly: { mon: ['09:00-10:00'] } };
    expect(openHours(definition, '2000-10-09T11:00/2000-10-09T12:00')).toBe(1);
    expect(openHours(definition, '2000-10-16T12:00/2000-10-16T13:00')).toBe(1);
  });
});

describe('shifts past midnight and listed dates', () => {
  // 2024-12-23 is a Monday.
  const nights = ['22:00-06:00'];
  const everyNight = {
    mon: nights,
    tue: nights,
    wed: nights,
    thu: nights,
    fri: nights,
    sat: nights,
    sun: nights,
  };

  test('the part after midnight belongs to the next weekday, Monday after Sunday', () => {
    const definition = { zone: 'UTC', weekly: { sun: ['22:00-06:00'], mon: ['06:00-07:00'] } };
    expect(openHours(definition, '2024-12-22T00:00/2024-12-23T00:00')).toBe(2);
    expect(openHours(definition, '2024-12-23T00:00/2024-12-24T00:00')).toBe(7);
  });

  test('an end at 00:00 is the midnight that follows', () => {
    expect(
      openHours({ zone: 'UTC', weekly: { mon: ['22:00-00:00'] } }, '2024-12-23T00:00/2024-12-25T00:00'),
    ).toBe(2);
  });

  test('a holiday is closed from midnight to midnight', () => {
    const definition = { zone: 'UTC', weekly: everyNight, holidays: ['2024-12-25'] };
    expect(openHours(definition, '2024-12-24T20:00/2024-12-26T01:00')).toBe(3);
  });

  test('a special day has its own hours instead of its weekday, its neighbours keep theirs', () => {
    const definition = { zone: 'UTC', weekly: everyNight, special: { '2024-12-24': ['09:00-12:00'] } };
    expect(openHours(definition, '2024-12-24T00:00/2024-12-25T00:00')).toBe(3);
    expect(openHours(definition, '2024-12-25T00:00/2024-12-26T00:00')).toBe(8);
  });

  test('a special day without hours is closed', () => {
    const definition = { zone: 'UTC', weekly: '24x7', special: { '2024-12-24': [] } } as const;
    expect(openHours(definition, '2024-12-23T00:00/2024-12-26T00:00')).toBe(48);
  });
});
