import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { createTimes, formatFault } from '../../services/import/times.ts';

function iso(formats: string[], zone: string, text: string): string | null {
  const ms = createTimes({ formats, zone }).read(text);
  return ms === null ? null : new Date(ms).toISOString();
}

describe('times of an export', () => {
  test.each([
    ['iso', '2024-03-05T10:15:30', '2024-03-05T09:15:30.000Z'],
    ['iso', '2024-03-05 10:15', '2024-03-05T09:15:00.000Z'],
    ['iso', '2024-03-05T10:15:30.123456789', '2024-03-05T09:15:30.123Z'],
    ['iso', '2024-03-05T10:15:30Z', '2024-03-05T10:15:30.000Z'],
    ['iso', '2024-03-05T10:15:30-03:30', '2024-03-05T13:45:30.000Z'],
    ['iso', '2024-03-05T10:15:30+02', '2024-03-05T08:15:30.000Z'],
    ['epoch_s', '1709633730', '2024-03-05T10:15:30.000Z'],
    ['epoch_ms', '1709633730123', '2024-03-05T10:15:30.123Z'],
    ['d.M.yyyy H:mm', '5.3.2024 10:15', '2024-03-05T09:15:00.000Z'],
    ['MM/dd/yyyy hh:mm a', '03/05/2024 10:15 PM', '2024-03-05T21:15:00.000Z'],
    ['MM/dd/yyyy hh:mm a', '03/05/2024 12:15 am', '2024-03-04T23:15:00.000Z'],
    // As JavaScript writes it, and a switch of Panasonic.
    ['M/d/yyyy, h:mm:ss a', '3/5/2024, 10:15:30\u202fPM', '2024-03-05T21:15:30.000Z'],
    ['MM/dd/yy hh:mma', '03/05/24 10:15PM', '2024-03-05T21:15:00.000Z'],
    ['MMddyyyy HHmmss', '03052024 101530', '2024-03-05T09:15:30.000Z'],
    ['dd MMM yyyy HH:mm ZZ', '05 Mar 2024 10:15 +05:00', '2024-03-05T05:15:00.000Z'],
  ])('%s: %s in Berlin is %s', (format, text, expected) => {
    expect(iso([format], 'Europe/Berlin', text)).toBe(expected);
  });

  test.each([
    ['iso', '2024-02-31T10:00:00'],
    ['iso', '2024-01-01T24:00:00'],
    ['iso', '2024-01-01'],
    ['iso', 'yesterday'],
    ['epoch_s', '1709633730123'],
    ['dd.MM.yyyy HH:mm', '31.02.2024 10:00'],
  ])('%s: %s is no time', (format, text) => {
    expect(iso([format], 'UTC', text)).toBeNull();
  });

  test('takes the first of several formats that fits', () => {
    expect(iso(['iso', 'dd.MM.yyyy HH:mm'], 'UTC', '05.03.2024 10:15')).toBe('2024-03-05T10:15:00.000Z');
  });

  test('a time that the clocks skip is read as before the change', () => {
    expect(iso(['iso'], 'Europe/Berlin', '2024-03-31T02:30:00')).toBe('2024-03-31T01:30:00.000Z');
    expect(iso(['iso'], 'Europe/Berlin', '2024-03-31T03:00:00')).toBe('2024-03-31T01:00:00.000Z');
  });

  test('a time that occurs twice is the first of the two', () => {
    expect(iso(['iso'], 'Europe/Berlin', '2024-10-27T02:30:00')).toBe('2024-10-27T00:30:00.000Z');
    expect(iso(['iso'], 'Europe/Berlin', '2024-10-27T03:00:00')).toBe('2024-10-27T02:00:00.000Z');
    expect(iso(['iso'], 'America/New_York', '2024-11-03T01:59:59')).toBe('2024-11-03T05:59:59.000Z');
  });

  test('every instant reads back from its local time, or an instant an offset earlier with the same local time', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    );
    const instants = fc.integer({ min: Date.UTC(2023, 0, 1), max: Date.UTC(2025, 0, 1) });
    fc.assert(
      fc.property(zones, instants, (zone, ms) => {
        const local = DateTime.fromMillis(ms, { zone }).toISO({ includeOffset: false })!;
        const read = createTimes({ formats: ['iso'], zone }).read(local)!;
        expect(DateTime.fromMillis(read, { zone }).toISO({ includeOffset: false })).toBe(local);
        expect(read).toBeLessThanOrEqual(ms);
        expect(ms - read).toBeLessThanOrEqual(3_600_000);
      }),
      { numRuns: 500 },
    );
  });

  test.each(['iso', 'epoch_s', 'epoch_ms', 'yyyy/MM/dd HH:mm:ss.SSS', 'M/d/yy h:mm a'])(
    '%s is a format',
    (format) => {
      expect(formatFault(format)).toBeNull();
    },
  );

  test.each(['YYYY-MM-DD', 'dd.MM.yyyy hh:mm', 'HH:mm', 'nonsense', ''])(
    '"%s" is no usable format',
    (format) => {
      expect(formatFault(format)).toContain('no usable time format');
    },
  );
});

describe('a clock without a day', () => {
  const berlin = createTimes({ formats: ['iso'], zone: 'Europe/Berlin' });
  const follows = (clock: string, after: string) => {
    const ms = berlin.readClock(clock, Date.parse(after));
    return typeof ms === 'number' ? new Date(ms).toISOString() : ms;
  };
  const at = (text: string) => new Date(text).toISOString();

  test.each([
    ['later the same day', '10:20', '2024-03-05T10:15:30+01:00', '2024-03-05T10:20:00+01:00'],
    ['at once', '10:15:30', '2024-03-05T10:15:30+01:00', '2024-03-05T10:15:30+01:00'],
    ['past midnight', '00:01', '2024-03-05T23:58:00+01:00', '2024-03-06T00:01:00+01:00'],
    ['past the end of a year', '0:00:00', '2024-12-31T23:59:59+01:00', '2025-01-01T00:00:00+01:00'],
    ['by half a day at the most', '9:00', '2024-03-05T21:00:00+01:00', '2024-03-06T09:00:00+01:00'],
    ['in the afternoon', '2:03 PM', '2024-03-05T13:58:00+01:00', '2024-03-05T14:03:00+01:00'],
    ['after noon and midnight', '12:01am', '2024-03-05T23:58:00+01:00', '2024-03-06T00:01:00+01:00'],
    [
      'from the day of the zone, whatever the offset',
      '00:05',
      '2024-03-05T22:59:00Z',
      '2024-03-06T00:05:00+01:00',
    ],
    ['over the hour that spring skips', '03:01', '2024-03-31T01:58:00+01:00', '2024-03-31T03:01:00+02:00'],
    ['past midnight into it', '02:30', '2024-03-30T23:58:00+01:00', '2024-03-31T03:30:00+02:00'],
    [
      'into the first of two hours in autumn',
      '02:10',
      '2024-10-27T01:58:00+02:00',
      '2024-10-27T02:10:00+02:00',
    ],
    ['from the first into the second', '02:01', '2024-10-27T02:58:00+02:00', '2024-10-27T02:01:00+01:00'],
    ['within the second', '02:10', '2024-10-27T02:05:00+01:00', '2024-10-27T02:10:00+01:00'],
    ['past midnight into the longer day', '00:01', '2024-10-26T23:58:00+02:00', '2024-10-27T00:01:00+02:00'],
  ])('follows: %s', (_, clock, after, expected) => {
    expect(follows(clock, after)).toBe(at(expected));
  });

  test.each([
    ['cut to the minute', '10:15', '2024-03-05T10:15:59+01:00'],
    ['a second ahead', '10:15:29', '2024-03-05T10:15:30+01:00'],
    ['a second ahead, the day before', '23:59:59', '2024-03-05T00:00:00+01:00'],
    ['cut to the minute, in the second of two hours', '02:15', '2024-10-27T02:15:40+01:00'],
  ])('that lies up to a minute before is the time itself: %s', (_, clock, after) => {
    expect(follows(clock, after)).toBe(at(after));
  });

  test.each([
    ['10:14', '2024-03-05T10:15:30+01:00'],
    ['09:00', '2024-03-05T10:15:30+01:00'],
    ['23:50', '2024-03-05T00:05:00+01:00'],
  ])('%s lies before %s rather than a day later', (clock, after) => {
    expect(follows(clock, after)).toBe('too late');
  });

  test.each(['', '24:00', '10:60', '13:00 PM', '0:30 am', '10', '10:5', '2024-03-05 10:15', 'noon'])(
    '"%s" is no clock',
    (text) => {
      expect(follows(text, '2024-03-05T10:15:30+01:00')).toBe('no clock');
    },
  );

  test('is read back from any instant within half a day, in any zone', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'America/Santiago',
    );
    const instants = fc.integer({ min: Date.UTC(2023, 0, 1) / 1_000, max: Date.UTC(2025, 0, 1) / 1_000 });
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: 0, max: 11 * 3_600 }), (zone, second, seconds) => {
        const [after, ms] = [second * 1_000, (second + seconds) * 1_000];
        const clock = DateTime.fromMillis(ms, { zone }).toFormat('HH:mm:ss');
        const read = createTimes({ formats: ['iso'], zone }).readClock(clock, after);
        // An earlier one of the same reading, or rounded, where clocks go back in between.
        expect(read).toBeLessThanOrEqual(ms);
        expect(read).toBeGreaterThanOrEqual(after);
        if (read !== ms && read !== after)
          expect(DateTime.fromMillis(Number(read), { zone }).toFormat('HH:mm:ss')).toBe(clock);
        if (DateTime.fromMillis(ms, { zone }).offset === DateTime.fromMillis(after, { zone }).offset)
          expect(read).toBe(ms);
      }),
      { numRuns: 1_000 },
    );
  });
});
