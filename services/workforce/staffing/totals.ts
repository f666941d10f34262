import { wholePeople } from '../../domain/erlang/staffing.ts';
import type { StaffedGroup } from './staffing.ts';

/** The staffing of a range in a few figures. An interval of which nothing is known adds nothing. */
export interface StaffingTotals {
  readonly contacts: number;
  /** Hours of agents who are required, and with shrinkage on top, as whole people an interval and group. */
  readonly requiredHours: number;
  readonly scheduledHours: number;
  /** The most that are required at once, of all groups together; null where nothing is known. */
  readonly peakRequired: number | null;
  readonly peakScheduled: number | null;
}

const HOUR_MS = 3_600_000;

/** @param lengthMs of an interval */
export function totalsOf(
  groups: readonly Pick<StaffedGroup, 'intervals'>[],
  lengthMs: number,
): StaffingTotals {
  const intervals = groups.flatMap((group) =>
    group.intervals.map(({ from, contacts, required, paid }) => ({
      from,
      contacts,
      required,
      scheduled: paid === null ? null : wholePeople(paid),
    })),
  );
  const sum = (name: 'contacts' | 'required' | 'scheduled') =>
    intervals.reduce((total, interval) => total + (interval[name] ?? 0), 0);
  const hours = lengthMs / HOUR_MS;
  return {
    contacts: sum('contacts'),
    requiredHours: tidy(sum('required') * hours)!,
    scheduledHours: sum('scheduled') * hours,
    peakRequired: tidy(peakOf(intervals.map(({ from, required }) => [from, required]))),
    peakScheduled: peakOf(intervals.map(({ from, scheduled }) => [from, scheduled])),
  };
}

/** Parts of agents add up to whole ones but for the last digits. */
export function tidy(people: number | null): number | null {
  return people === null ? null : Math.round(people * 1e9) / 1e9;
}

/** The greatest sum of the people of one instant. */
function peakOf(people: readonly (readonly [from: number, people: number | null])[]): number | null {
  const sums = new Map<number, number>();
  for (const [from, count] of people) if (count !== null) sums.set(from, (sums.get(from) ?? 0) + count);
  return [...sums.values()].reduce<number | null>(
    (most, sum) => (most === null || sum > most ? sum : most),
    null,
  );
}
