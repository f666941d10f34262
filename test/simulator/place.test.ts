import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { atHome, dayOfItsWeek, placeAtWork, placeLine } from '../../services/simulator/place.ts';

const HOME = 'Europe/Berlin';
const berlin = (text: string) => DateTime.fromISO(text, { zone: HOME }).toMillis();

describe('where a simulated center is at work', () => {
  it('is at home, with its own week, while it is the middle of a working day there', () => {
    for (const text of ['2026-11-30T09:00', '2026-12-02T12:30', '2026-12-04T14:59'])
      expect(placeAtWork(HOME, berlin(text))).toEqual(atHome(HOME));
  });

  it.each([
    ['2026-12-02T16:00', 'America/New_York', 0],
    ['2026-12-01T21:00', 'Pacific/Honolulu', 0],
    ['2026-11-30T03:00', 'Asia/Singapore', 0],
    ['2026-11-28T12:00', 'Europe/Berlin', 3],
    ['2026-11-28T23:00', 'Pacific/Pago_Pago', 3],
    ['2026-11-29T15:00', 'America/Halifax', 4],
  ])('at %s in Berlin it is %s, and its week begins %i days after Monday', (text, zone, weekBegins) => {
    expect(placeAtWork(HOME, berlin(text))).toEqual({ zone, weekBegins });
  });

  it('is where it is between nine and three on a working day of its week, whenever that is', () => {
    const anyTime = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });
    fc.assert(
      fc.property(anyTime, (now) => {
        const place = placeAtWork(HOME, now);
        const there = DateTime.fromMillis(now, { zone: place.zone });
        expect(there.hour).toBeGreaterThanOrEqual(9);
        expect(there.hour).toBeLessThan(15);
        expect(dayOfItsWeek(there.weekday, place)).toBeLessThanOrEqual(5);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('people are told', () => {
  it.each([
    ['at work', '2026-12-02T10:05', 'busy until about 20:00'],
    ['in the evening', '2026-12-02T21:05', 'quiet until Thursday'],
    ['early in the morning', '2026-12-02T05:05', 'quiet until Wednesday'],
    ['at the weekend', '2026-12-05T10:05', 'quiet until Monday'],
  ])('what the center does: %s', (_, text, does) => {
    expect(placeLine(atHome(HOME), berlin(text))).toContain(does);
  });

  it('which day its week begins on, where that is not Monday', () => {
    const now = berlin('2026-11-28T23:00');
    expect(placeLine(placeAtWork(HOME, now), now)).toBe(
      'The simulated center is in Pacific/Pago_Pago, where it is Saturday 11:00 and the week begins on Thursday; it is busy until about 20:00',
    );
    expect(placeLine(atHome(HOME), now)).not.toContain('week begins');
  });
});
