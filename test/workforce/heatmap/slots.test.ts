import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { slotsBetween } from '../../../services/workforce/heatmap/slots.ts';

const at = (text: string, zone: string) => DateTime.fromISO(text, { zone }).toMillis();

/** A day as `clock` texts of its intervals: what the clock shows at their begin, a star where one is not whole. */
function dayOf(date: string, minutes: number, zone: string): string[] {
  const slots = slotsBetween(
    at(date, zone),
    DateTime.fromISO(date, { zone }).plus({ days: 1 }).toMillis(),
    minutes,
    zone,
  );
  const sunday = 6 * (1_440 / minutes);
  return slots.map(({ place, whole, date: own }) => {
    expect(own).toBe(date);
    const clock = (place - sunday) * minutes;
    const text = `${String(Math.floor(clock / 60)).padStart(2, '0')}:${String(clock % 60).padStart(2, '0')}`;
    return whole ? text : `${text}*`;
  });
}

const PLAIN = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);

describe('a Sunday on which clocks are set', () => {
  it('has 23 hours in spring in Berlin, and none that is skipped', () => {
    expect(dayOf('2026-03-29', 60, 'Europe/Berlin')).toEqual(PLAIN.filter((hour) => hour !== '02:00'));
    expect(dayOf('2026-03-29', 30, 'Europe/Berlin')).toHaveLength(46);
  });

  it('has 25 hours in autumn in Berlin: the third is there twice', () => {
    expect(dayOf('2026-10-25', 60, 'Europe/Berlin')).toEqual([
      ...PLAIN.slice(0, 3),
      '02:00',
      ...PLAIN.slice(3),
    ]);
    expect(dayOf('2026-10-25', 15, 'Europe/Berlin')).toHaveLength(100);
  });

  it('has 24.5 hours in autumn on Lord Howe: from 02:00 the clock goes back to 01:30', () => {
    expect(dayOf('2026-04-05', 60, 'Australia/Lord_Howe').slice(0, 5)).toEqual([
      '00:00',
      '01:00',
      '01:00*',
      '02:00',
      '03:00',
    ]);
    const halves = dayOf('2026-04-05', 30, 'Australia/Lord_Howe');
    expect(halves).toHaveLength(49);
    expect(halves.slice(2, 6)).toEqual(['01:00', '01:30', '01:30', '02:00']);
  });

  it('has 23.5 hours in spring on Lord Howe: half of the third', () => {
    expect(dayOf('2026-10-04', 60, 'Australia/Lord_Howe')).toEqual(
      PLAIN.map((hour) => (hour === '02:00' ? '02:00*' : hour)),
    );
    const halves = dayOf('2026-10-04', 30, 'Australia/Lord_Howe');
    expect(halves).toHaveLength(47);
    expect(halves.slice(3, 6)).toEqual(['01:30', '02:30', '03:00']);
  });
});

it('an interval that the range cuts is there from its own begin to its own end, and not whole', () => {
  const slots = slotsBetween(at('2026-06-01T10:20', 'UTC'), at('2026-06-01T12:00', 'UTC'), 60, 'UTC');
  expect(slots).toEqual([
    {
      start: at('2026-06-01T10:00', 'UTC'),
      end: at('2026-06-01T11:00', 'UTC'),
      date: '2026-06-01',
      place: 10,
      whole: false,
    },
    {
      start: at('2026-06-01T11:00', 'UTC'),
      end: at('2026-06-01T12:00', 'UTC'),
      date: '2026-06-01',
      place: 11,
      whole: true,
    },
  ]);
});

it('intervals follow one another without a gap over any range, and their names are those on the clock', () => {
  const zones = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'America/St_Johns',
    'UTC-03:30',
  );
  const instants = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2026, 0, 1) });
  fc.assert(
    fc.property(
      instants,
      fc.integer({ min: 1, max: 40 * 86_400_000 }),
      fc.constantFrom(15, 30, 60),
      zones,
      (from, length, minutes, zone) => {
        const slots = slotsBetween(from, from + length, minutes, zone);
        expect(slots[0]!.start).toBeLessThanOrEqual(from);
        expect(slots.at(-1)!.end).toBeGreaterThanOrEqual(from + length);
        for (const [index, { start, end, date, place }] of slots.entries()) {
          if (index > 0) expect(start).toBe(slots[index - 1]!.end);
          expect(end).toBeGreaterThan(from);
          expect(start).toBeLessThan(from + length);
          const clock = DateTime.fromMillis(start, { zone });
          expect(clock.toISODate()).toBe(date);
          const minute = (clock.weekday - 1) * 1_440 + clock.hour * 60 + clock.minute;
          expect(Math.floor(minute / minutes)).toBe(place);
        }
      },
    ),
    { numRuns: 60 },
  );
});
