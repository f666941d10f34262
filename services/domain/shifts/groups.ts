import { type Candidate, isThere, weekOf, withinTerms } from './candidates.ts';
import type { PlanningAgent, ShiftProblem, Terms } from './problem.ts';

/** Agents with the same terms: the programme counts them instead of telling them apart. */
export interface Group {
  readonly terms: Terms;
  readonly agents: readonly PlanningAgent[];
  /** Indexes of the candidates that the terms allow and somebody is there for, ascending. */
  readonly candidates: readonly number[];
}

/** What the steps of planning share. */
export interface Setting {
  readonly problem: ShiftProblem;
  readonly candidates: readonly Candidate[];
  readonly groups: readonly Group[];
  /** Begins of intervals and the end of the last, UTC ms. */
  readonly edges: readonly number[];
  /** The Monday of each day's week. */
  readonly weeks: readonly string[];
  /** What an agent missing for an interval costs. */
  readonly penalty: number;
}

/**
 * What a missing agent costs is twice the dearest shift an interval: a shift is added for a single interval that it
 * covers, and for one that takes two changes to cover.
 */
export function settingOf(
  problem: ShiftProblem,
  candidates: readonly Candidate[],
  edges: readonly number[],
): Setting {
  const dearest = candidates.reduce((most, { cost }) => Math.max(most, cost), 1);
  return {
    problem,
    candidates,
    groups: groupsOf(problem, candidates),
    edges,
    weeks: problem.days.map(({ date }) => weekOf(date)),
    penalty: 2 * dearest,
  };
}

function groupsOf(problem: ShiftProblem, candidates: readonly Candidate[]): Group[] {
  const alike = new Map<string, PlanningAgent[]>();
  for (const agent of problem.agents) {
    const key = keyOf(agent.terms);
    const others = alike.get(key);
    if (others === undefined) alike.set(key, [agent]);
    else others.push(agent);
  }
  return [...alike.values()].map((agents) => {
    const { terms } = agents[0]!;
    const isAllowed = withinTerms(terms, problem);
    const allowed = [...candidates.keys()].filter((index) => {
      const candidate = candidates[index]!;
      return isAllowed(candidate) && agents.some((agent) => isThere(agent, candidate));
    });
    return { terms, agents, candidates: allowed };
  });
}

/** `JSON.stringify` makes null of what is without a limit, which no limit is. */
const keyOf = (terms: Terms): string => JSON.stringify(terms);
