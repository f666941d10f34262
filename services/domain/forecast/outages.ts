import { dateOf } from './grid.ts';
import { clockOf, type Note } from './notes.ts';
import { orElse, type SeenDay } from './seen-day.ts';

/** A run of zeros is an outage where so many contacts were to be expected. */
const OUTAGE = 20;

export interface Outage {
  /** First and last day, since 1970. */
  readonly from: number;
  to: number;
  readonly hours: string;
  missed: number;
}

/** Runs of zeros in hours that are busy otherwise. */
export function outages({ observed, expected, beside, day }: SeenDay): Outage[] {
  const found: Outage[] = [];
  const perDay = observed.length;
  let from = 0;
  let sum = 0;
  for (let place = 0; place <= perDay; place++) {
    if (observed[place] === 0) {
      sum += expected[place]!;
      continue;
    }
    if (sum >= OUTAGE) {
      const usual = expected
        .slice(from, place)
        .map((value, i) => Math.min(value, orElse(beside(from + i), value)));
      const missed = usual.reduce((total, value) => total + value, 0);
      if (missed >= OUTAGE) {
        const [begin, end] = busyPart(usual, from);
        observed.fill(Number.NaN, begin, end);
        const hours = `from ${clockOf(begin, perDay)} to ${clockOf(end, perDay)}`;
        found.push({ from: day, to: day, hours, missed });
      }
    }
    from = place + 1;
    sum = 0;
  }
  return found;
}

/** Days between two that belong together: a weekend, and a holiday. */
const PAUSE = 4;

/** A note for days that follow each other with the same hours. */
export function outageNotes(found: readonly Outage[]): Note[] {
  const runs: Outage[] = [];
  for (const outage of found) {
    const last = runs.findLast(({ hours }) => hours === outage.hours);
    if (last && outage.from - last.to <= PAUSE) {
      last.to = outage.to;
      last.missed += outage.missed;
    } else runs.push({ ...outage });
  }
  return runs.map(({ from, to, hours, missed }) => ({
    kind: 'outage',
    from: dateOf(from),
    to: dateOf(to),
    text: `nothing ${hours}, about ${Math.round(missed)} were to be expected; not learned from`,
  }));
}

/** Without the hours at the ends in which there is next to nothing anyway. */
function busyPart(usual: Float64Array, from: number): [number, number] {
  const least = 0.05 * Math.max(...usual);
  const begin = usual.findIndex((value) => value >= least);
  const end = usual.findLastIndex((value) => value >= least) + 1;
  return [from + begin, from + end];
}
