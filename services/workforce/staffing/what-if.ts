import { offeredErlangs, type Workload } from '../../domain/erlang/workload.ts';
import { expectedWith, requiredAgents } from '../../domain/staffing/interval.ts';
import type { StaffedInterval } from './intervals.ts';
import { modelOf, type Terms } from './terms.ts';

/**
 * Who is needed for so many contacts an interval, of which there are many like it. Deferred work is then done as it comes.
 *
 * @param agents to tell about, instead of those required; null: those
 * @returns null where the agents asked about cannot keep up, and nobody gives up
 * @throws ErlangError ERLANG_TOO_LARGE
 */
export function staffVolume(load: Workload, terms: Terms, agents: number | null): StaffedInterval | null {
  const model = modelOf(terms);
  const found = model === 'deferred' ? steadily(load, terms, agents) : atOnce(load, terms, agents);
  if (found === null) return null;
  return {
    from: 0,
    contacts: load.calls,
    ahtMs: load.ahtMs,
    paid: found.required / (1 - terms.shrinkage),
    agents: agents ?? found.required,
    model,
    ...found,
  };
}

function atOnce(load: Workload, terms: Terms, agents: number | null) {
  const required = requiredAgents(load, terms);
  const expected = expectedWith(load, agents ?? required, terms);
  return expected && { required, ...expected };
}

/** A hair is no agent. */
const HAIR = 1e-9;

function steadily(load: Workload, { goal }: Terms, agents: number | null) {
  const erlangs = offeredErlangs(load);
  const needed = erlangs / goal.maxOccupancy;
  const required = Math.ceil(needed - HAIR);
  const here = agents ?? required;
  const done = Math.min(erlangs, here * goal.maxOccupancy);
  return {
    required,
    erlangs,
    serviceLevel: erlangs === 0 ? null : done / erlangs,
    occupancy: here === 0 ? null : done / here,
    asaMs: null,
    abandonment: null,
  };
}
