import type { ObservedDay } from './day.ts';
import { dateOf, dayNumber, type Grid } from './grid.ts';
import type { Level } from './level.ts';
import { type Note, runsOf } from './notes.ts';
import { nameOf, seenNames } from './special-days.ts';

/** Gaps and shifts of the level. */
export function historyNotes(grid: Grid, history: readonly ObservedDay[], level: Level): Note[] {
  return [...gaps(grid, history), ...shifts(grid, level)];
}

function gaps(grid: Grid, history: readonly ObservedDay[]): Note[] {
  const missing = new Map<number, number>();
  for (let day = 0; day < grid.past; day++) missing.set(day, grid.perDay);
  for (const { date, values } of history) {
    const unknown = values.filter((value) => value === null).length;
    const day = dayNumber(date) - grid.first;
    if (unknown > 0) missing.set(day, unknown);
    else missing.delete(day);
  }
  return runsOf([...missing.keys()].sort((a, b) => a - b)).map(({ from, to }) => {
    let count = 0;
    for (let day = from; day <= to; day++) count += missing.get(day)!;
    const text = `nothing is known of ${count} intervals`;
    return { kind: 'gap', from: dateOf(grid.first + from), to: dateOf(grid.first + to), text };
  });
}

/** Days before and after a shift whose levels are compared. */
const BESIDE = 7;

function shifts(grid: Grid, { slow, shifts }: Level): Note[] {
  return shifts.map((day) => {
    const after = slow[Math.min(slow.length - 1, day + BESIDE)]!;
    const change = Math.expm1(after - slow[Math.max(0, day - BESIDE)]!);
    const date = dateOf(grid.first + day);
    const text = `from here on the level is ${percent(change)} and stays there`;
    return { kind: 'level-shift', from: date, to: date, text };
  });
}

/** What is known ahead of the days that are forecast: events, and special days that the history has not seen. */
export function horizonNotes(grid: Grid): Note[] {
  const seen = seenNames(grid);
  const notes: Note[] = [];
  for (let day = grid.past; day < grid.days; day++) {
    const date = dateOf(grid.first + day);
    const factor = grid.factors[day]!;
    if (factor !== 1) {
      notes.push({ kind: 'event', from: date, to: date, text: `a known event: ${percent(factor - 1)}` });
    }
    const special = grid.specials[day];
    if (!special || grid.ordinary[day] === 1 || seen.has(nameOf(special))) continue;
    const text = `${special.name} is not in the history: forecast ${LIKE[special.kind]}`;
    notes.push({ kind: 'special-unseen', from: date, to: date, text });
  }
  return notes;
}

const LIKE = {
  closed: 'like a day of rest',
  half: 'like the day before a day of rest',
  working: 'like a working day',
  observed: 'like others of its weekday',
} as const;

export function shortHistory(grid: Grid): Note {
  const date = { from: dateOf(grid.first), to: dateOf(grid.first + Math.max(0, grid.past - 1)) };
  const history = grid.past === 1 ? 'one day of history is' : `${grid.past} days of history are`;
  const text = `${history} too little to try a forecast on: nobody knows how good it is`;
  return { kind: 'short-history', ...date, text };
}

function percent(change: number): string {
  return `${change < 0 ? '' : '+'}${Math.round(change * 100)} %`;
}
