import { HOUR_MS } from './notes.ts';

export const DAY_MS = 24 * HOUR_MS;

/** Begin of the UTC day of a time, UTC ms. */
export function dayOf(at: number): number {
  return at - (at % DAY_MS);
}

/** Days of a source, by their begins (UTC ms). */
export interface Days {
  /** Whether what is kept of a day was summed up from its hours as they stand. */
  has(day: number): boolean;
}

/**
 * Which days of a source were summed up, and from which of its hours. An hour that is rolled up again gets a later version,
 * never an earlier one: so the sum of the versions of all hours of a day says which they were, and a day of another sum
 * is not of the hours that stand. No clock is asked, and nobody need say that a day is out of date.
 */
export class KnownDays implements Days {
  private readonly versions = new Map<number, number>();
  private readonly tallies = new Map<number, { hours: number; versions: number }>();
  private readonly madeOf = new Map<number, number>();

  /** @param version null: the hour is not settled any more */
  hour(hour: number, version: number | null): void {
    const before = this.versions.get(hour);
    const day = dayOf(hour);
    const { hours, versions } = this.tallies.get(day) ?? { hours: 0, versions: 0 };
    this.tallies.set(day, {
      hours: hours - (before === undefined ? 0 : 1) + (version === null ? 0 : 1),
      versions: versions - (before ?? 0) + (version ?? 0),
    });
    if (version === null) this.versions.delete(hour);
    else this.versions.set(hour, version);
  }

  /** @param versions sum of those of the hours that it was summed up from; null: of none */
  day(day: number, versions: number | null): void {
    if (versions === null) this.madeOf.delete(day);
    else this.madeOf.set(day, versions);
  }

  has(day: number): boolean {
    const tally = this.tallies.get(day);
    return tally !== undefined && tally.hours === HOURS && tally.versions === this.madeOf.get(day);
  }

  /** The days that are there. */
  all(): number[] {
    return [...this.madeOf.keys()].filter((day) => this.has(day));
  }

  /**
   * Days that are to be summed up, the newest first, each with the versions of its hours: all are settled, and none was
   * rolled up again since a time, UTC ms.
   */
  due(quietSince: number): Map<number, number> {
    const due = [...this.tallies].filter(
      ([day, { hours }]) => hours === HOURS && !this.has(day) && this.newestIn(day) <= quietSince,
    );
    return new Map(due.sort(([a], [b]) => b - a).map(([day, { versions }]) => [day, versions]));
  }

  private newestIn(day: number): number {
    let newest = 0;
    for (let hour = day; hour < day + DAY_MS; hour += HOUR_MS)
      newest = Math.max(newest, this.versions.get(hour) ?? 0);
    return newest;
  }
}

const HOURS = DAY_MS / HOUR_MS;
