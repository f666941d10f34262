import { offeredErlangs } from '../../domain/erlang/workload.ts';
import { type Expected, expectedWith, requiredAgents } from '../../domain/staffing/interval.ts';
import type { Hours } from './hours.ts';
import type { ForecastInterval, StaffedInterval } from './intervals.ts';
import { modelOf, type Terms } from './terms.ts';

/** Out of hours fewer contacts in an interval are none: a forecast is hardly ever exactly 0. */
const NOBODY = 0.5;

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
  return intervals.map(({ from, to, contacts, ahtMs: measured }): StaffedInterval => {
    const ahtMs = terms.ahtMs ?? measured;
    const isOpen = terms.calendar !== null && hours.openMs(from, to) > 0;
    const common = { ...NOTHING, from, contacts, ahtMs, model };
    if (contacts === null) return common;
    if (!isOpen && contacts < (terms.calendar === null ? 1e-9 : NOBODY))
      return { ...common, erlangs: 0, required: 0, paid: 0, agents: agents ?? 0 };
    if (ahtMs === null) return common;
    if (!isOpen && terms.calendar !== null) remarks.afterHours += contacts;
    const load = { calls: contacts, intervalMs: to - from, ahtMs };
    const { required, expected } = staffed(load, agents);
    if (expected === null) remarks.swamped++;
    return {
      ...common,
      ...(expected ?? { erlangs: offeredErlangs(load) }),
      required,
      paid: required / (1 - terms.shrinkage),
      agents: agents ?? required,
    };
  });
}

const NOTHING = {
  erlangs: null,
  required: null,
  paid: null,
  agents: null,
  serviceLevel: null,
  occupancy: null,
  asaMs: null,
  abandonment: null,
} as const;

type Load = Parameters<typeof requiredAgents>[0];

/** Equal loads, such as those of Tuesday and Wednesday night, are computed once. */
function createStaffed(terms: Terms) {
  const known = new Map<string, { required: number; expected: Expected | null }>();
  return (load: Load, agents: number | null) => {
    const key = `${load.calls} ${load.ahtMs} ${load.intervalMs}`;
    let found = known.get(key);
    if (found === undefined) {
      const required = requiredAgents(load, terms);
      found = { required, expected: expectedWith(load, agents ?? required, terms) };
      known.set(key, found);
    }
    return found;
  };
}
