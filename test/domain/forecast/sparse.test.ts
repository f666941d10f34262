/** Real data that are thin or short: ../shared/data/italian_helpdesk and bank_calls_week. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ObservedDay } from '../../../services/domain/forecast/day.ts';
import { forecast } from '../../../services/domain/forecast/forecast.ts';
import { sharedData } from '../../support/shared-data.ts';
import { syntheticDays } from './synthetic.ts';

/** Counts of wall-clock times by the half-hour, with as many days ahead. */
function arrivals(times: readonly string[], ahead: number): ObservedDay[] {
  const counts = new Map<string, number>();
  for (const time of times) {
    const place = Number(time.slice(11, 13)) * 2 + (Number(time.slice(14, 16)) >= 30 ? 1 : 0);
    const key = `${time.slice(0, 10)} ${place}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const dates = times.map((time) => time.slice(0, 10)).sort();
  const days = (Date.parse(dates.at(-1)!) - Date.parse(dates[0]!)) / 86_400_000 + 1;
  return syntheticDays(dates[0]!, days + ahead, ({ date, place }) => counts.get(`${date} ${place}`) ?? 0);
}

const lines = (file: string) => readFileSync(sharedData(file), 'utf8').trim().split('\n').slice(1);
const total = (values: readonly (number | null)[]) => values.reduce<number>((sum, value) => sum + value!, 0);

it('forecasts four years of a help desk with three tickets a day', () => {
  const opened = new Map<string, string>();
  for (const line of lines('italian_helpdesk/helpdesk.csv')) {
    const cells = line.split(',');
    const time = cells[3]!.replaceAll('/', '-');
    if (!opened.has(cells[0]!)) opened.set(cells[0]!, time);
  }
  const days = arrivals([...opened.values()], 91);
  const history = days.slice(0, -91);
  const found = forecast({ history, horizon: days.slice(-91), perDay: 48 });
  expect(found.folds).toBe(26);
  // About as many as in the last quarter, though half-hours have 0.1 each.
  const recent = history.slice(-91).reduce((sum, { values }) => sum + total(values), 0);
  const expected = found.days.reduce((sum, day) => sum + total(day.forecast), 0);
  expect(expected / recent).toBeGreaterThan(0.6);
  expect(expected / recent).toBeLessThan(1.6);
  expect(found.coverage80).toBeGreaterThan(0.77);
  expect(found.coverage95).toBeGreaterThan(0.93);
});

it("forecasts from a single week of a bank's calls, and says that nobody knows how well", () => {
  const times = lines('bank_calls_week/calls.csv').map((line) => line.split(',')[7]!);
  const days = arrivals(times, 14);
  const found = forecast({ history: days.slice(0, 7), horizon: days.slice(7), perDay: 48 });
  expect(found).toMatchObject({ method: 'weekday-profile', wape: null, folds: 0 });
  expect(found.notes.map(({ kind }) => kind)).toContain('short-history');
  days.slice(0, 7).forEach(({ values }, i) => {
    expect(total(found.days[i]!.forecast) / total(values)).toBeGreaterThan(0.7);
    expect(total(found.days[i]!.forecast) / total(values)).toBeLessThan(1.4);
  });
});
