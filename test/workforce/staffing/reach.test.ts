import { expect, test } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { reachOf } from '../../../services/workforce/staffing/reach.ts';

const DAY_MS = 86_400_000;
const MONDAY = Date.parse('2026-03-09T00:00+01:00');
const center = parseContactCenter(
  `calendars:
  office:
    zone: Europe/Berlin
    weekly: { mon: [09:00-17:00], tue: [09:00-17:00], wed: [09:00-17:00], thu: [09:00-17:00], fri: [09:00-17:00] }
queues: [{ id: mail, calendar: office }, { id: open }]
`,
  'test.yaml',
);

test('staffing looks a week around a range, and further where work has more time than that', () => {
  expect(reachOf(center, {}, MONDAY)).toBe(7 * DAY_MS);
  // 72 hours of eight a day: nine working days, the last one to its end.
  expect(reachOf(center, { deferredMs: 3 * DAY_MS }, MONDAY)).toBe(10 * DAY_MS + 17 * 3_600_000);
  expect(reachOf(center, { deferredMs: 0 }, MONDAY)).toBe(7 * DAY_MS);
});
