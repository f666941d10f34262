import { deferredAgents, deferredWith } from '../../domain/staffing/deferred.ts';
import type { Hours } from './hours.ts';
import type { ForecastInterval, StaffedInterval } from './intervals.ts';
import type { Terms } from './terms.ts';

/**
 * Staffs work that is due some time after it comes: as few agents at once as have all of it done in time, within the
 * queue's hours. Where nothing is forecast what came counts, so that the intervals may begin in the past.
 *
 * An agent has done as much of an interval as it is open, times the occupancy that is allowed. Work of an interval is due
 * at the end of the last interval that ends before its first contact is due, or of its own.
 *
 * @param agents to tell about, instead of those required; null: those
 */
export function staffLater(
  intervals: readonly ForecastInterval[],
  terms: Terms,
  hours: Hours,
  agents: number | null,
): StaffedInterval[] {
  const { goal, deferredMs, shrinkage } = terms;
  let last = 0;
  const work = intervals.map(({ from, to, contacts, actual, ahtMs }, i) => {
    const due = hours.after(from, deferredMs!);
    last = Math.max(last, i);
    while (last < intervals.length && (intervals[last + 1]?.to ?? Number.POSITIVE_INFINITY) <= due) last++;
    if (last === intervals.length - 1 && due > intervals[last]!.to) last++;
    const count = contacts ?? actual ?? 0;
    const aht = terms.ahtMs ?? ahtMs;
    return {
      work: count * (aht ?? 0),
      perAgent: hours.openMs(from, to) * goal.maxOccupancy,
      dueBy: last,
    };
  });
  const needed = deferredAgents(work);
  const told = agents === null ? needed : deferredWith(work, new Array<number>(work.length).fill(agents));
  return intervals.map(({ from, to, contacts, ahtMs: measured }, i): StaffedInterval => {
    const ahtMs = terms.ahtMs ?? measured;
    const isKnown = contacts !== null && (ahtMs !== null || contacts === 0);
    const required = needed.agents[i]!;
    const openMs = hours.openMs(from, to);
    const here = openMs > 0 ? told.agents[i]! : 0;
    return {
      from,
      contacts,
      ahtMs,
      erlangs: isKnown ? work[i]!.work / (to - from) : null,
      required: isKnown ? required : null,
      paid: isKnown ? required / (1 - shrinkage) : null,
      agents: isKnown ? here : null,
      serviceLevel: isKnown ? told.inTime[i]! : null,
      occupancy: isKnown && here > 0 ? told.done[i]! / (here * openMs) : null,
      asaMs: null,
      abandonment: null,
      model: 'deferred',
    };
  });
}
