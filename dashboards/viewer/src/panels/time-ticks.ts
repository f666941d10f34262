import { midnight } from '../format/zone.ts';

const hour = 3_600_000;
const day = 24 * hour;
const steps = [
  ...[1, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...[1, 2, 4, 7, 14, 28].map((days) => days * day),
];

/**
 * Instants at which a clock of the zone shows a round time, at most `most` of them (but for very long ranges).
 * Each day is counted from its own midnight, so that ticks stay round where clocks change.
 */
export function timeTicks(from: number, to: number, most: number, zone: string): number[] {
  const step = steps.find((size) => (to - from) / size <= most) ?? steps.at(-1)!;
  const ticks: number[] = [];
  const stride = Math.max(1, Math.round(step / day));
  for (let count = 0; ; count += stride) {
    const start = midnight(from, count, zone);
    if (start > to) return ticks;
    const end = step < day ? midnight(from, count + 1, zone) : start + 1;
    for (let tick = start; tick < end; tick += step) if (tick >= from && tick <= to) ticks.push(tick);
  }
}
