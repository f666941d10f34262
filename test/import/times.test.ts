import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { createTimeParser, formatFault } from '../../services/import/times.ts';

function iso(formats: string[], zone: string, text: string): string | null {
  const ms = createTimeParser({ formats, zone })(text);
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
        const read = createTimeParser({ formats: ['iso'], zone })(local)!;
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
