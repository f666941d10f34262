import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { EXAMPLE, parseContactCenter } from '../../services/center/contact-center.ts';
import { businessMs } from '../../services/domain/calendar/business-time.ts';
import { compileCalendar } from '../../services/domain/calendar/compile.ts';
import { placeAtWork } from '../../services/simulator/place.ts';
import { placedReference } from '../../services/simulator/reference.ts';
import { casesOf } from '../support/in-full.ts';

const HOME = 'Europe/Berlin';
const MINUTE = 60_000;
const example = readFileSync(EXAMPLE, 'utf8');
const home = parseContactCenter(example, 'example');
const anyTime = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) });

it('the reference data of a placed center are open there when the example is at home, the week turned with it', () => {
  fc.assert(
    fc.property(
      anyTime,
      fc.integer({ min: 0, max: 6 }),
      fc.integer({ min: 8, max: 20 }),
      (now, day, hour) => {
        const place = placeAtWork(HOME, now);
        const placed = parseContactCenter(placedReference(example, place, 'note'), 'placed');
        // Noon on some day there, and the same hour of the same day of the week at home; none of the two is a holiday.
        const there = DateTime.fromMillis(now, { zone: place.zone })
          .startOf('day')
          .plus({ days: day })
          .set({ hour });
        const atHome = DateTime.fromISO('2026-02-02T00:00', { zone: HOME })
          .plus({ days: (there.weekday - 1 - place.weekBegins + 7) % 7 })
          .set({ hour });
        for (const [name, calendar] of Object.entries(placed.calendars)) {
          const open = (definition: typeof calendar, at: DateTime) =>
            businessMs(compileCalendar(definition), at.toMillis(), at.toMillis() + 30 * MINUTE);
          expect(open(calendar, there), `${name} ${there.toISO()}`).toBe(open(home.calendars[name]!, atHome));
        }
      },
    ),
    { numRuns: casesOf(200) },
  );
});

it('they have no holidays, and are otherwise those of the example', () => {
  const placed = parseContactCenter(
    placedReference(example, { zone: 'Asia/Tokyo', weekBegins: 4 }, 'Placed.\nTwo lines.'),
    'placed',
  );
  for (const calendar of Object.values(placed.calendars)) {
    expect(calendar).not.toHaveProperty('holidays');
    expect(calendar).not.toHaveProperty('special');
    expect(calendar.zone).toBe('Asia/Tokyo');
  }
  const { calendars: _, ...rest } = JSON.parse(JSON.stringify(placed).replaceAll('Asia/Tokyo', HOME));
  const { calendars: __, ...own } = JSON.parse(JSON.stringify(home));
  expect(rest).toEqual(own);
});

it('they keep the comments of the example', () => {
  const text = placedReference(example, { zone: HOME, weekBegins: 0 }, 'Placed.');
  expect(text.startsWith('# Placed.\n')).toBe(true);
  expect(text).toContain('# Durations: 20s, 5m, 4h, 1h30m, 2d (24 h each).');
});
