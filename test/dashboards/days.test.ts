import { describe, expect, it } from 'vitest';
import { daysBehind, spansBehind, theDay, totalOf } from '../../dashboards/viewer/src/drill/days-model.ts';
import { daysParameters } from '../../dashboards/viewer/src/drill/days-parameters.ts';
import { midnight } from '../../dashboards/viewer/src/format/zone.ts';

const zone = 'Europe/Berlin';
const hour = 3_600_000;

/** A row an hour from one instant up to another; each tells which hour of the day it is. */
function rowsBetween(from: number, to: number, special: string | null = null) {
  const rows = [];
  for (let at = from; at < to; at += hour) {
    rows.push({
      bucket: new Date(at).toISOString(),
      ...{ forecast: 2, lower80: 1, upper80: 3, actual: 1, special },
    });
  }
  return rows;
}

const noon = (date: string) => Date.parse(`${date}T12:00:00+01:00`);

describe('which days lie behind a forecast', () => {
  const now = noon('2024-01-17');

  it.each([
    ['a day ahead', '2024-01-18', '2024-01-11'],
    ['today', '2024-01-17', '2024-01-10'],
    ['a past day', '2024-01-15', '2024-01-08'],
    ['the day in a week', '2024-01-24', '2024-01-10'],
    ['a day far ahead', '2024-02-29', '2024-01-11'],
  ])('%s rests on the six days of its weekday that are over', (_, day, latest) => {
    const at = noon(day);
    const { past } = spansBehind(at, now, zone);
    const days = daysBehind(rowsBetween(past.from, past.to), at, now, zone);
    const dates = days.map(({ from }) => new Date(from + 12 * hour).toISOString().slice(0, 10));
    expect(dates[0]).toBe(latest);
    expect(dates).toHaveLength(6);
    const steps = days.slice(1).map(({ from }, index) => days[index]!.from - from);
    expect(steps).toEqual([7, 7, 7, 7, 7].map((count) => count * 24 * hour));
    expect(past).toEqual({ from: days.at(-1)!.from, to: days[0]!.to });
  });

  it('has as many hours as each day had, where clocks change', () => {
    const at = Date.parse('2024-04-07T12:00:00+02:00');
    const { past } = spansBehind(at, at, zone);
    const days = daysBehind(rowsBetween(past.from, past.to), at, at, zone);
    expect(days.map(({ rows }) => rows.length)).toEqual([23, 24, 24, 24, 24, 24]);
    expect(totalOf(days[0]!, 'actual')).toBe(23);
  });

  it('leaves out days of which nothing is known, and names special ones', () => {
    const at = noon('2024-01-18');
    const known = rowsBetween(midnight(at, -7, zone), midnight(at, -6, zone), 'Founding Day');
    const before = rowsBetween(midnight(at, -14, zone), midnight(at, -13, zone));
    const nothing = before.map((row) => ({ ...row, actual: null, forecast: null }));
    const days = daysBehind([...nothing, ...known], at, now, zone);
    expect(days.map(({ special }) => special)).toEqual(['Founding Day']);
  });

  it('of a day without figures has no sum, which is not 0', () => {
    expect(totalOf(theDay([], now, zone), 'forecast')).toBeNull();
  });
});

describe('what asks for the days', () => {
  const url =
    '/api/v1/workforce/forecast?from=now/d&to=now%2B14d&tz=UTC&interval=15m&queue=a&queue=b&team=night';

  it('has the instant, the interval and the filters of the figure', () => {
    expect([...new URLSearchParams(daysParameters(url, 'forecast', {}, 1_000)!)]).toEqual([
      ['at', '1000'],
      ['interval', '15m'],
      ['queue', 'a'],
      ['queue', 'b'],
      ['team', 'night'],
    ]);
  });

  it('is narrowed to the series of the figure', () => {
    const query = new URLSearchParams(daysParameters(url, 'upper80', { queue: 'a', channel: 'chat' }, 1)!);
    expect(query.getAll('queue')).toEqual(['a']);
    expect(query.getAll('channel')).toEqual(['chat']);
  });

  it('is nothing for figures that are not of contacts', () => {
    expect(daysParameters('/api/v1/workforce/staffing?interval=30m', 'contacts', {}, 1)).not.toBeNull();
    expect(daysParameters('/api/v1/workforce/staffing?interval=30m', 'required', {}, 1)).toBeNull();
    expect(daysParameters('/api/v1/query?metrics=offered', 'offered', {}, 1)).toBeNull();
  });
});
