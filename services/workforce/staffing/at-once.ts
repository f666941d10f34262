import { offeredErlangs, type Workload } from '../../domain/erlang/workload.ts';
import { type Expected, expectedWith, requiredAgents } from '../../domain/staffing/interval.ts';
import type { Hours } from './hours.ts';
import type { ForecastInterval, StaffedInterval } from './intervals.ts';
import { modelOf, type Terms } from './terms.ts';

/**
 * Out of hours fewer contacts are none: a forecast is hardly ever exactly 0. By the hour, as the width of the intervals
 * must not decide whether a night is staffed.
 */
const NOBODY_AN_HOUR = 1;
const HOUR_MS = 3_600_000;
/** Where no hours are known, none are none. */
const ALL_BUT_NONE = 1e-9;

/** What is to be said of the intervals of a series besides. */
export interface Remarks {
  /** Contacts out of the queue's hours who are staffed for all the same. */
  afterHours: number;
  /** Intervals in which the agents asked about cannot keep up, and nobody gives up. */
  swamped: number;
}

/**
 * Staffs contacts that are to be answered at once, interval by interval. Out of the queue's hours nobody is needed, unless
 * contacts are forecast; within them at least one, if the hours are known.
 *
 * @param agents to tell about, instead of those required; null: those
 */
export function staffAtOnce(
  intervals: readonly ForecastInterval[],
  terms: Terms,
  hours: Hours,
  agents: number | null,
  remarks: Remarks,
): StaffedInterval[] {
  const model = modelOf(terms);
  const staffed = createStaffed(terms);
  const hasHours = terms.calendar !== null;
  return intervals.map(({ from, to, contacts, ahtMs: measured }): StaffedInterval => {
    const ahtMs = terms.ahtMs ?? measured;
    const isOpen = hasHours && hours.openMs(from, to) > 0;
    const none = hasHours ? (NOBODY_AN_HOUR * (to - from)) / HOUR_MS : ALL_BUT_NONE;
    const isEmpty = contacts !== null && !isOpen && contacts < none;
    let erlangs = isEmpty ? 0 : null;
    let required = erlangs;
    let expected: Expected | null = null;
    if (contacts !== null && ahtMs !== null && !isEmpty) {
      if (hasHours && !isOpen) remarks.afterHours += contacts;
      const load = { calls: contacts, intervalMs: to - from, ahtMs };
      erlangs = offeredErlangs(load);
      ({ required, expected } = staffed(load, agents));
      if (expected === null) remarks.swamped++;
    }
    // One literal, not spread from parts: there are tens of thousands.
    return {
      from,
      contacts,
      ahtMs,
      erlangs,
      required,
      paid: required === null ? null : required / (1 - terms.shrinkage),
      agents: required === null ? null : (agents ?? required),
      serviceLevel: expected?.serviceLevel ?? null,
      occupancy: expected?.occupancy ?? null,
      asaMs: expected?.asaMs ?? null,
      abandonment: expected?.abandonment ?? null,
      model,
    };
  });
}

interface Answer {
  readonly required: number;
  readonly expected: Expected | null;
}

/** Loads that come again, such as those of every night, are computed once. */
function createStaffed(terms: Terms): (load: Workload, agents: number | null) => Answer {
  const known = new Map<number, { load: Workload; answer: Answer }>();
  return (load, agents) => {
    const erlangs = offeredErlangs(load);
    const seen = known.get(erlangs);
    if (seen?.load.ahtMs === load.ahtMs && seen.load.intervalMs === load.intervalMs) return seen.answer;
    const required = requiredAgents(load, terms);
    const answer = { required, expected: expectedWith(load, agents ?? required, terms) };
    known.set(erlangs, { load, answer });
    return answer;
  };
}
