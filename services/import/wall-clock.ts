import type { IANAZone } from 'luxon';

const HOUR_MS = 3_600_000;
const MAX_HOURS = 50_000;

/** The clock on the wall of a zone. Its readings are ms, as if they were UTC. */
export interface WallClock {
  /**
   * The instants at which it shows a reading, in order: two where clocks went back. A reading that never occurs
   * (clocks went forward) is read with the offset before the change, as by a clock nobody had set yet.
   */
  instantsOf(reading: number): readonly [number, ...number[]];
  readingAt(instant: number): number;
}

export function createWallClock(zone: IANAZone): WallClock {
  // Offsets come from Intl, which is slow; an export has few hours and many times in each.
  const aroundHour = new Map<number, { before: number; after: number }>();

  function offsetsAround(reading: number) {
    const hour = Math.floor(reading / HOUR_MS);
    let offsets = aroundHour.get(hour);
    if (!offsets) {
      offsets = { before: offsetMs((hour - 24) * HOUR_MS), after: offsetMs((hour + 25) * HOUR_MS) };
      if (aroundHour.size >= MAX_HOURS) aroundHour.clear();
      aroundHour.set(hour, offsets);
    }
    return offsets;
  }

  function offsetMs(instant: number): number {
    return zone.offset(instant) * 60_000;
  }

  return {
    instantsOf(reading) {
      const { before, after } = offsetsAround(reading);
      if (before === after) return [reading - before];
      const [first, ...others] = [reading - before, reading - after]
        .sort((a, b) => a - b)
        .filter((ms) => ms + offsetMs(ms) === reading);
      return first === undefined ? [reading - before] : [first, ...others];
    },
    readingAt(instant) {
      const { before, after } = offsetsAround(instant);
      return instant + (before === after ? before : offsetMs(instant));
    },
  };
}
