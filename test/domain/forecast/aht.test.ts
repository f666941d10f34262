import { expect, it } from 'vitest';
import { handlingTimes } from '../../../services/domain/forecast/aht.ts';
import { syntheticDays } from './synthetic.ts';

function days(from: string, count: number, contacts: number, ms: (weekday: number, place: number) => number) {
  return syntheticDays(from, count, () => 0, 2).map((day) => ({
    ...day,
    sums: day.places.map((place) => contacts * ms(day.weekday, place)),
    counts: day.places.map(() => contacts),
  }));
}

it('knows nothing of what was never handled', () => {
  const horizon = syntheticDays('2026-03-02', 1, () => null, 2);
  expect(handlingTimes({ history: [], horizon, perDay: 2 })).toEqual([[null, null]]);
  expect(handlingTimes({ history: days('2026-02-02', 7, 0, () => 0), horizon, perDay: 2 })).toEqual([
    [null, null],
  ]);
});

it('gives each weekday and place its own mean where there is plenty', () => {
  const history = days('2026-02-02', 28, 1_000_000, (weekday, place) => weekday * 10_000 + place * 1_000);
  const horizon = syntheticDays('2026-03-02', 2, () => null, 2);
  const [monday, tuesday] = handlingTimes({ history, horizon, perDay: 2 });
  expect(monday![0]).toBeCloseTo(10_000, -1);
  expect(monday![1]).toBeCloseTo(11_000, -1);
  expect(tuesday![0]).toBeCloseTo(20_000, -1);
});

it('weighs contacts, not days', () => {
  const [day] = days('2026-03-01', 1, 1, () => 0);
  // One contact of 10 s, and 99 of 20 s at the same place.
  const history = [
    { ...day!, sums: [10_000, 0], counts: [1, 0] },
    { ...day!, sums: [99 * 20_000, 0], counts: [99, 0] },
  ];
  const [[first, second]] = handlingTimes({ history, horizon: [day!], perDay: 2 }) as [number[]];
  expect(first).toBeCloseTo(19_900, 6);
  // Of the other place nothing is known: the mean of all.
  expect(second).toBeCloseTo(19_900, 6);
});

it('shrinks a mean of few to those of its place, its weekday and all: of 30 contacts half counts', () => {
  const [sunday, monday] = days('2026-03-01', 2, 1, () => 0);
  const history = [
    { ...sunday!, sums: [3_000_000, 0], counts: [30, 0] },
    { ...monday!, date: sunday!.date, sums: [0, 1e9 * 60_000], counts: [0, 1e9] },
  ];
  const [[first]] = handlingTimes({ history, horizon: [sunday!], perDay: 2 }) as [number[]];
  // 100 s of 30 contacts against 60 s of all: the place has 80 s. Sunday has 3,000 s where 2,400 s were to be expected,
  // and with 30 more contacts of 60 s on both sides 4,800 / 4,200 of it.
  expect(first).toBeCloseTo((100_000 + (80_000 * 4_800) / 4_200) / 2, 0);
});

it('lets newer contacts count more', () => {
  const history = [
    ...days('2026-01-05', 28, 1_000, () => 100_000),
    ...days('2026-03-30', 28, 1_000, () => 200_000),
  ];
  const [[ms]] = handlingTimes({ history, horizon: [history[0]!], perDay: 2 }) as [number[]];
  expect(ms).toBeGreaterThan(175_000);
});
