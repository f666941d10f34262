import { describe, expect, it } from 'vitest';
import { instantOf, wallClock } from '../../dashboards/viewer/src/format/zone.ts';
import { resolveInstant } from '../../dashboards/viewer/src/state/range.ts';

describe('the clocks of a zone', () => {
  it('show the offset of the season', () => {
    expect(wallClock(Date.UTC(2024, 0, 15, 10), 'Europe/Berlin')).toBe('2024-01-15T11:00');
    expect(wallClock(Date.UTC(2024, 6, 15, 10), 'Europe/Berlin')).toBe('2024-07-15T12:00');
  });

  it('and back, also where clocks change', () => {
    expect(instantOf('2024-01-15T11:00', 'Europe/Berlin')).toBe(Date.UTC(2024, 0, 15, 10));
    expect(instantOf('2024-10-27T02:30', 'Europe/Berlin'), 'twice: the earlier').toBe(
      Date.UTC(2024, 9, 27, 0, 30),
    );
    expect(instantOf('2024-03-31T02:30', 'Europe/Berlin'), 'left out').toBe(Date.UTC(2024, 2, 31, 1, 30));
    expect(instantOf('2024-01-15T11:00', 'Asia/Kolkata')).toBe(Date.UTC(2024, 0, 15, 5, 30));
    expect(instantOf('', 'UTC')).toBeNaN();
  });
});

describe('an end of a range', () => {
  const now = Date.UTC(2024, 0, 15, 10, 20);
  it.each([
    ['now', now],
    ['now-6h', now - 6 * 3_600_000],
    ['now/d', Date.UTC(2024, 0, 14, 23)],
    ['now+14d', now + 14 * 86_400_000],
    ['now-1d/d', Date.UTC(2024, 0, 13, 23)],
    ['1705312800000', 1_705_312_800_000],
    ['2024-01-15T10:00:00Z', Date.UTC(2024, 0, 15, 10)],
  ])('%s', (text, instant) => expect(resolveInstant(text, now, 'Europe/Berlin')).toBe(instant));

  it('takes the whole day in where it is the later one', () => {
    expect(resolveInstant('now/d', now, 'Europe/Berlin', 'up')).toBe(Date.UTC(2024, 0, 15, 23));
    const spring = Date.UTC(2024, 2, 31, 9);
    const day = [
      resolveInstant('now/d', spring, 'Europe/Berlin'),
      resolveInstant('now/d', spring, 'Europe/Berlin', 'up'),
    ];
    expect(day[1]! - day[0]!, 'of 23 hours').toBe(23 * 3_600_000);
  });
});
