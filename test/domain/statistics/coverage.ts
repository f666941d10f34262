import type { Interval } from '../../../services/domain/statistics/interval.ts';
import { Random } from '../../../services/simulator/random.ts';

/** How often the interval of a random draw has the truth in it. */
export function coverage(
  seed: string,
  runs: number,
  draw: (random: Random) => { truth: number; interval: Interval | null },
): number {
  const random = new Random(seed);
  let held = 0;
  for (let run = 0; run < runs; run++) {
    const { truth, interval } = draw(random);
    if (interval !== null && interval.lower <= truth && truth <= interval.upper) held += 1;
  }
  return held / runs;
}

/** How often a draw comes true. */
export function frequency(seed: string, runs: number, draw: (random: Random) => boolean): number {
  const random = new Random(seed);
  let came = 0;
  for (let run = 0; run < runs; run++) if (draw(random)) came += 1;
  return came / runs;
}

export function successes(random: Random, n: number, share: number): number {
  let count = 0;
  for (let one = 0; one < n; one++) if (random.chance(share)) count += 1;
  return count;
}

/** What happens in `exposure` at a rate of `rate`, by the waits in between. */
export function occurrences(random: Random, rate: number, exposure: number): number {
  let count = -1;
  for (let at = 0; at <= exposure; at += random.exponential(1 / rate)) count += 1;
  return count;
}

export function values(n: number, one: () => number): number[] {
  return Array.from({ length: n }, one);
}
