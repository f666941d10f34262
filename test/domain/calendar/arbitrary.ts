import fc from 'fast-check';
import {
  type CalendarDefinition,
  WEEKDAYS,
  type Weekday,
} from '../../../services/domain/calendar/definition.ts';

const DAY = 1440;
const WEEK = 7 * DAY;

/** Zones, each with a UTC day close to something that their clocks did. */
const OCCASIONS = [
  { zone: 'UTC', day: '2024-02-28' },
  { zone: 'Europe/Berlin', day: '2024-03-30' },
  { zone: 'Europe/Berlin', day: '2024-10-26' },
  { zone: 'America/Los_Angeles', day: '2024-03-09' },
  { zone: 'America/Los_Angeles', day: '2024-11-02' },
  { zone: 'Australia/Lord_Howe', day: '2024-04-05' },
  { zone: 'Australia/Lord_Howe', day: '2024-10-04' },
  { zone: 'America/Sao_Paulo', day: '2017-10-14' },
  { zone: 'America/Sao_Paulo', day: '2018-02-17' },
  { zone: 'America/St_Johns', day: '2010-11-06' },
  { zone: 'America/Recife', day: '2000-10-14' },
  { zone: 'Asia/Kathmandu', day: '1985-12-31' },
  { zone: 'Pacific/Apia', day: '2011-12-29' },
] as const;

export type Occasion = (typeof OCCASIONS)[number];

export const occasion = fc.constantFrom(...OCCASIONS);

/** A week cut at random minutes, every other piece open; listed dates fall around the occasion. */
export function calendarFor({ zone, day }: Occasion): fc.Arbitrary<CalendarDefinition> {
  const near = fc.integer({ min: -2, max: 4 }).map((days) => isoDate(Date.parse(day) + days * 86_400_000));
  return fc
    .record({
      cuts: fc.uniqueArray(fc.nat(WEEK - 1), { minLength: 2, maxLength: 30 }),
      rotation: fc.nat(WEEK - 1),
      holidays: fc.uniqueArray(near, { maxLength: 1 }),
      special: fc.dictionary(near, dayHours, { maxKeys: 2 }),
    })
    .map(({ cuts, rotation, holidays, special }) => ({
      zone,
      weekly: weeklyOf(cuts, rotation),
      holidays: holidays.filter((date) => !(date in special)),
      special,
    }));
}

const dayHours = fc.uniqueArray(fc.nat(DAY), { maxLength: 6 }).map((cuts) => {
  const sorted = cuts.toSorted((a, b) => a - b);
  return pairs(sorted).map(([start, end]) => `${clock(start)}-${clock(end)}`);
});

function weeklyOf(cuts: number[], rotation: number): Partial<Record<Weekday, string[]>> {
  const weekly: Partial<Record<Weekday, string[]>> = {};
  for (const [start, end] of pairs(cuts.toSorted((a, b) => a - b))) {
    for (const [from, to] of shifts(start + rotation, end + rotation)) {
      const day = WEEKDAYS[Math.floor(from / DAY) % 7]!;
      const endOfDay = to % DAY === 0;
      weekly[day] ??= [];
      weekly[day].push(`${clock(from % DAY)}-${endOfDay ? '24:00' : clock(to % DAY)}`);
    }
  }
  return weekly;
}

/** One shift where it can be written as one, else cut at its midnights. */
function shifts(start: number, end: number): [number, number][] {
  const midnight = (Math.floor(start / DAY) + 1) * DAY;
  if (end <= midnight || end - start < DAY) return [[start, end]];
  return [[start, midnight], ...shifts(midnight, end)];
}

function pairs(sorted: number[]): [number, number][] {
  const result: [number, number][] = [];
  for (let index = 0; index + 1 < sorted.length; index += 2)
    result.push([sorted[index]!, sorted[index + 1]!]);
  return result;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function isoDate(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
