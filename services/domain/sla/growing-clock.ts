import type { StatusChange } from '../measure/status.ts';
import { type Clock, run } from './clock.ts';
import type { Promises } from './promises.ts';
import type { Terms } from './terms.ts';

/** What a clock of a conversation runs by. */
export interface Course {
  readonly terms: readonly Terms[];
  readonly changes: readonly StatusChange[];
}

/** A clock that was let run up to an instant, and can be let run on. */
export interface GrowingClock {
  readonly clock: Clock;
  /** UTC ms. */
  until: number;
  /** The places of the terms and of the status in force there. */
  term: number;
  change: number;
}

/** @param beginAt where it begins; nothing that is measured lies before it. UTC ms */
export function newClock(beginAt: number): GrowingClock {
  return { clock: [], until: beginAt, term: 0, change: 0 };
}

/**
 * Lets a clock run on.
 *
 * @param runsIn the statuses in which it runs; undefined: in all
 * @param promises whose calendars it counts by, where something is promised; else by those of the queues
 * @param until UTC ms; what held before it is known
 */
export function grow(
  growing: GrowingClock,
  { terms, changes }: Course,
  runsIn: readonly string[] | undefined,
  promises: Promises | null,
  until: number,
): void {
  if (terms.length === 0) return;
  let { until: from, term, change } = growing;
  while (from < until) {
    while (term + 1 < terms.length && terms[term + 1]!.from <= from) term++;
    const promised = promises === null ? null : promises.under[term]!;
    const calendar = promised === null ? terms[term]!.calendar : promised.calendar;
    let to = term + 1 < terms.length ? Math.min(until, terms[term + 1]!.from) : until;
    if (runsIn === undefined) run(growing.clock, from, to, calendar);
    else {
      while (change + 1 < changes.length && changes[change + 1]!.at <= from) change++;
      if (change + 1 < changes.length) to = Math.min(to, changes[change + 1]!.at);
      if (runsIn.includes(changes[change]!.status)) run(growing.clock, from, to, calendar);
    }
    from = to;
  }
  growing.until = from;
  growing.term = term;
  growing.change = change;
}

/** How a clock stood, to be set back to. */
export function standOf({ clock }: GrowingClock): () => void {
  const { length } = clock;
  const last = clock.at(-1);
  const to = last?.to ?? 0;
  return () => {
    clock.length = length;
    if (last !== undefined) last.to = to;
  };
}
