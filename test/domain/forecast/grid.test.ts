import { expect, it } from 'vitest';
import type { ObservedDay } from '../../../services/domain/forecast/day.ts';
import { createGrid } from '../../../services/domain/forecast/grid.ts';
import { syntheticDays } from './synthetic.ts';

const plain = () => null;
const one = () => 1;

it('lays days down by date, whatever their order, and leaves holes unknown', () => {
  const [monday, , wednesday] = syntheticDays('2026-03-02', 3, ({ index }) => index + 1, 2);
  const grid = createGrid([wednesday!, monday!], [], 2, plain, one);
  expect(grid.past).toBe(3);
  expect([...grid.values]).toEqual([1, 1, Number.NaN, Number.NaN, 3, 3]);
  expect([...grid.weekdays]).toEqual([0, 1, 2]);
});

it('counts a place that the clock shows twice as the mean of both, and one it skips as unknown', () => {
  const day = (date: string, places: number[], values: number[]): ObservedDay => ({
    date,
    weekday: 7,
    starts: places.map((_, i) => Date.parse(date) + i * 6 * 3_600_000),
    places,
    values,
  });
  const autumn = day('2026-10-25', [0, 1, 1, 2, 3], [8, 2, 4, 8, 8]);
  const spring = day('2026-10-26', [0, 2, 3], [8, 8, 8]);
  const grid = createGrid([autumn, spring], [], 4, plain, one);
  expect([...grid.values]).toEqual([8, 3, 8, 8, 8, Number.NaN, 8, 8]);
});

it('divides days of known events by what they make of them, and learns nothing from days they empty', () => {
  const days = syntheticDays('2026-03-02', 3, () => 14, 1);
  const factors: Record<string, number> = { '2026-03-02': 1.4, '2026-03-03': 0 };
  const grid = createGrid(days, [], 1, plain, (date) => factors[date] ?? 1);
  expect([...grid.values]).toEqual([10, Number.NaN, 14]);
});

it('takes days that close nothing for ordinary ones', () => {
  const days = syntheticDays('2026-12-24', 3, () => 1, 1);
  const kinds = { '2026-12-24': 'half', '2026-12-25': 'closed', '2026-12-26': 'observed' } as const;
  const special = (date: string) => ({ date, name: date, kind: kinds[date as keyof typeof kinds] });
  expect([...createGrid(days, [], 1, special, one).ordinary]).toEqual([0, 0, 1]);
});
