import { type Candidate, isThere } from './candidates.ts';
import type { Group, Setting } from './groups.ts';

/** A shift with its breaks, whoever works it. */
export interface Duty {
  readonly candidate: Candidate;
  /** Begins of its breaks, UTC ms, in the order of the pattern's. */
  readonly breaks: readonly number[];
}

/** Who works what. Only what keeps the rules can be put in. */
export interface Rota {
  /** Whether an agent can work one more shift, leaving out one of its own. */
  fits(agent: number, candidate: Candidate, without?: Duty): boolean;
  give(agent: number, duty: Duty): void;
  take(agent: number, duty: Duty): void;
  dutiesOf(agent: number): readonly Duty[];
  /** Whether one more shift of its pattern may begin that day. */
  isOpen(candidate: Candidate): boolean;
  /** More shifts that an agent may work in the week of a candidate. */
  leftInWeek(agent: number, candidate: Candidate): number;
  /** Agents by index, and the group of each. */
  readonly groups: readonly Group[];
}

/** An empty rota of all agents, those of one group after those of another. */
export function createRota({ groups, candidates, weeks, problem }: Setting): Rota {
  const agents = groups.flatMap((group) => group.agents.map((agent) => ({ agent, group })));
  const allowed = new Map(
    groups.map((group) => [group, new Set(group.candidates.map((index) => candidates[index]!))]),
  );
  const duties: Duty[][] = agents.map(() => []);
  const begun = new Map<string, number>();
  const begunOn = ({ pattern, day }: Candidate) => begun.get(`${day} ${pattern.id}`) ?? 0;
  const count = (candidate: Candidate, by: number) =>
    begun.set(`${candidate.day} ${candidate.pattern.id}`, begunOn(candidate) + by);
  const inWeek = (index: number, candidate: Candidate, without?: Duty) =>
    duties[index]!.filter((duty) => duty !== without && weeks[duty.candidate.day] === weeks[candidate.day]);

  /** Days in a row, with this one, on which shifts begin. */
  function daysInARow(others: readonly Duty[], day: number): number {
    const worked = new Set(others.map(({ candidate }) => candidate.day));
    let first = day;
    let last = day;
    while (worked.has(first - 1)) first--;
    while (worked.has(last + 1)) last++;
    return last - first + 1;
  }

  return {
    groups: agents.map(({ group }) => group),
    dutiesOf: (index) => duties[index]!,
    leftInWeek: (index, candidate) => agents[index]!.group.terms.mostShifts - inWeek(index, candidate).length,
    isOpen: (candidate) => begunOn(candidate) < candidate.pattern.most,
    give(index, duty) {
      duties[index]!.push(duty);
      count(duty.candidate, 1);
    },
    take(index, duty) {
      duties[index]!.splice(duties[index]!.indexOf(duty), 1);
      count(duty.candidate, -1);
    },
    fits(index, candidate, without) {
      const { agent, group } = agents[index]!;
      if (!allowed.get(group)!.has(candidate) || !isThere(agent, candidate)) return false;
      const others = duties[index]!.filter((duty) => duty !== without);
      const { startsAt, freeAt } = candidate;
      if (others.some((duty) => duty.candidate.startsAt < freeAt && startsAt < duty.candidate.freeAt))
        return false;
      const week = inWeek(index, candidate, without);
      if (week.length >= group.terms.mostShifts) return false;
      const paid = week.reduce((sum, duty) => sum + duty.candidate.pattern.lengthMs, 0);
      if (paid + candidate.pattern.lengthMs > group.terms.mostMs) return false;
      return daysInARow(others, candidate.day) <= problem.mostDaysInARow;
    },
  };
}
