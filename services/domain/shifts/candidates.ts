import { DateTime } from 'luxon';
import type { Pattern, PlanningAgent, ShiftProblem, Terms } from './problem.ts';

const HOUR_MS = 3_600_000;

/** A shift that somebody could work. */
export interface Candidate {
  readonly pattern: Pattern;
  /** Index of the day on which it begins. */
  readonly day: number;
  readonly startsAt: number;
  readonly endsAt: number;
  /** The agent's next shift begins then or later: the rest is over, and so is the day. */
  readonly freeAt: number;
  /** Paid hours, weighed by the cost of the pattern. */
  readonly cost: number;
  /** Dates that it touches. */
  readonly dates: readonly string[];
}

/**
 * Every shift that the patterns allow on the days, by begin. A begin that the clock skips is moved on by what it skips;
 * one that it shows twice is taken the first time.
 */
export function candidatesOf({ zone, days, patterns, restMs }: ShiftProblem): Candidate[] {
  const found = days.flatMap(({ date, weekday }, day) => {
    const midnight = DateTime.fromISO(date, { zone });
    const nextDay = midnight.plus({ days: 1 }).startOf('day').toMillis();
    return patterns
      .filter((pattern) => pattern.days.includes(weekday))
      .flatMap((pattern) => {
        const begins = new Set(pattern.starts.map((minutes) => clockAt(midnight, minutes)));
        return [...begins].map((startsAt): Candidate => {
          const endsAt = startsAt + pattern.lengthMs;
          const freeAt = Math.max(endsAt + restMs, nextDay);
          const cost = (pattern.lengthMs / HOUR_MS) * pattern.cost;
          return { pattern, day, startsAt, endsAt, freeAt, cost, dates: datesOf(startsAt, endsAt, zone) };
        });
      });
  });
  // Stable: of shifts that begin at once, those of earlier patterns come first.
  return found.sort((a, b) => a.startsAt - b.startsAt);
}

/** Says whether the terms of agents allow a shift, whatever else they work. */
export function withinTerms(terms: Terms, { zone, days }: ShiftProblem): (candidate: Candidate) => boolean {
  const { patterns, hours, mostShifts, mostMs } = terms;
  const windows = days.map(({ date, weekday }) => {
    if (!terms.days.includes(weekday)) return null;
    if (hours === null) return { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
    const midnight = DateTime.fromISO(date, { zone });
    const last = hours.to > hours.from ? midnight : midnight.plus({ days: 1 });
    return { from: clockAt(midnight, hours.from), to: clockAt(last, hours.to) };
  });
  return ({ pattern, day, startsAt, endsAt }) => {
    if (patterns !== null && !patterns.includes(pattern.id)) return false;
    if (mostShifts < 1 || pattern.lengthMs > mostMs) return false;
    const window = windows[day]!;
    return window !== null && window.from <= startsAt && endsAt <= window.to;
  };
}

/** Whether an agent is there on all days that a shift touches. */
export const isThere = ({ away }: PlanningAgent, { dates }: Candidate): boolean =>
  !dates.some((date) => away.has(date));

/** The Monday of the week of a date. */
export function weekOf(date: string): string {
  return DateTime.fromISO(date, { zone: 'utc' }).startOf('week').toISODate()!;
}

/** The instant at which the clock shows these minutes since midnight; 1440 is the next midnight. */
function clockAt(midnight: DateTime, minutes: number): number {
  const day = minutes < 1_440 ? midnight : midnight.plus({ days: 1 });
  return day.set({ hour: Math.floor((minutes % 1_440) / 60), minute: minutes % 60 }).toMillis();
}

function datesOf(startsAt: number, endsAt: number, zone: string): string[] {
  const dates: string[] = [];
  let day = DateTime.fromMillis(startsAt, { zone }).startOf('day');
  while (day.toMillis() < endsAt) {
    dates.push(day.toISODate()!);
    day = day.plus({ days: 1 }).startOf('day');
  }
  return dates;
}
