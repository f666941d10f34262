import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { StaffedInterval } from './intervals.ts';

/**
 * The intervals of several series put together, by their begin: agents add up, as those of one queue and channel do not
 * help another; service level, abandonment and ASA are weighted by contacts, occupancy by agents. What is null for a
 * series is left out of its sum.
 */
export function sumOf(series: readonly (readonly StaffedInterval[])[]): StaffedInterval[] {
  if (series.length === 1) return [...series[0]!];
  const byBegin = new Map<number, StaffedInterval[]>();
  for (const interval of series.flat()) getOrInsert(byBegin, interval.from, () => []).push(interval);
  return [...byBegin.values()].map(together).sort((a, b) => a.from - b.from);
}

function together(all: readonly StaffedInterval[]): StaffedInterval {
  const [first] = all as [StaffedInterval];
  const contacts = (each: StaffedInterval) => each.contacts;
  const agents = (each: StaffedInterval) => each.agents;
  return {
    from: first.from,
    contacts: total(all.map(contacts)),
    ahtMs: mean(all, (each) => each.ahtMs, contacts),
    erlangs: total(all.map((each) => each.erlangs)),
    required: total(all.map((each) => each.required)),
    paid: total(all.map((each) => each.paid)),
    agents: total(all.map(agents)),
    serviceLevel: mean(all, (each) => each.serviceLevel, contacts),
    occupancy: mean(all, (each) => each.occupancy, agents),
    asaMs: mean(all, (each) => each.asaMs, contacts),
    abandonment: mean(all, (each) => each.abandonment, contacts),
    model: all.every(({ model }) => model === first.model) ? first.model : 'mixed',
  };
}

function total(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

type Figure = (interval: StaffedInterval) => number | null;

/** Null where no weight has a value. */
function mean(all: readonly StaffedInterval[], figure: Figure, weight: Figure): number | null {
  let sum = 0;
  let weights = 0;
  for (const interval of all) {
    const value = figure(interval);
    if (value === null) continue;
    sum += value * (weight(interval) ?? 0);
    weights += weight(interval) ?? 0;
  }
  return weights > 0 ? sum / weights : null;
}
