import { dateOf } from './grid.ts';
import { clockOf, type Note, runsOf } from './notes.ts';
import { orElse, type SeenDay } from './seen-day.ts';

/** A spike is so many standard deviations above; with days that vary by a third. */
const SPIKE_SIGMAS = 8;
const SPIKE_SPREAD = 0.35;

/** Intervals with a multiple of what is usual. */
export function spikes({ observed, expected, beside, day }: SeenDay): Note[] {
  const date = dateOf(day);
  const odd: number[] = [];
  for (let place = 0; place < observed.length; place++) {
    const value = observed[place]!;
    if (isSpike(value, expected[place]!) && isSpike(value, orElse(beside(place), 0))) odd.push(place);
  }
  return runsOf(odd).map(({ from, to }) => {
    let came = 0;
    let usual = 0;
    for (let place = from; place <= to; place++) {
      came += observed[place]!;
      usual += Math.max(expected[place]!, orElse(beside(place), 0));
    }
    observed.fill(Number.NaN, from, to + 1);
    const hours = `from ${clockOf(from, observed.length)} to ${clockOf(to + 1, observed.length)}`;
    const text = `${Math.round(came)} contacts ${hours}, about ${Math.round(usual)} were to be expected; not learned from`;
    return { kind: 'spike', from: date, to: date, text };
  });
}

function isSpike(value: number, expected: number): boolean {
  return value - expected > SPIKE_SIGMAS * Math.sqrt(expected + 1 + (SPIKE_SPREAD * expected) ** 2);
}
