import { wholePeople } from '../../../domain/erlang/staffing.ts';
import { isoIn } from '../../../lib/time/range.ts';
import type { StaffedInterval } from '../../../workforce/staffing/intervals.ts';
import type { Assumptions, StaffedGroup } from '../../../workforce/staffing/staffing.ts';
import { modelOf } from '../../../workforce/staffing/terms.ts';
import { tidy } from '../../../workforce/staffing/totals.ts';

export const STAFFING_COLUMNS = [
  'contacts',
  'aht',
  'erlangs',
  'required',
  'scheduled',
  'agents',
  'serviceLevel',
  'occupancy',
  'asa',
  'abandonment',
  'model',
] as const;

/** The figures of an interval as they are answered; times in ms. */
export function figuresOf(interval: StaffedInterval) {
  const { contacts, erlangs, required, paid, agents, serviceLevel, occupancy, abandonment } = interval;
  return {
    contacts,
    aht: interval.ahtMs,
    erlangs,
    required: tidy(required),
    scheduled: paid === null ? null : wholePeople(paid),
    agents: tidy(agents),
    serviceLevel,
    occupancy,
    asa: interval.asaMs,
    abandonment,
    model: interval.model,
  };
}

/**
 * A row an interval and group, by time. Queue and channel are there where they are grouped by. Intervals before the first
 * that is forecast are left out: with a short history nothing can be said of the past, and nobody is staffed for it.
 */
export function rowsOf(groups: readonly StaffedGroup[], tz: string) {
  const forecast = groups.flatMap(
    ({ intervals }) => intervals.find(({ contacts }) => contacts !== null)?.from ?? [],
  );
  const first = Math.min(...forecast);
  const iso = isoIn(tz);
  return groups
    .flatMap(({ queue, channel, intervals }) =>
      intervals.map((interval) => ({
        from: interval.from,
        row: {
          bucket: iso(interval.from),
          ...(queue !== null && { queue }),
          ...(channel !== null && { channel }),
          ...figuresOf(interval),
        },
      })),
    )
    .filter(({ from }) => forecast.length === 0 || from >= first)
    .sort((a, b) => a.from - b.from)
    .map(({ row }) => row);
}

/** Notes as rows, so that a table can show them. */
export const notesOf = (notes: readonly string[]) => notes.map((text) => ({ text }));

/** What a queue and channel is staffed by, as it is told. The curve of patience only where one series is asked about. */
export function assumptionsOf({ queue, channel, terms, patience, forecast }: Assumptions, isOnly: boolean) {
  const { goal, deferredMs } = terms;
  const isDeferred = deferredMs !== null;
  return {
    queue,
    channel,
    model: modelOf(terms),
    goal: isDeferred ? null : goal.serviceLevel,
    within: isDeferred ? null : goal.thresholdMs,
    deferred: deferredMs,
    maxOccupancy: goal.maxOccupancy,
    maxAbandonment: terms.maxAbandonment,
    shrinkage: terms.shrinkage,
    /** Null: what is forecast, interval by interval. */
    aht: terms.ahtMs,
    patience: terms.patienceMs,
    concurrency: terms.concurrency,
    calendar: terms.calendar,
    ...forecast,
    measuredPatience: patience && { ...patience, curve: isOnly ? patience.curve : [] },
  };
}
