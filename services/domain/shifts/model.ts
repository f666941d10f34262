import { type BreakChains, timesOf } from './break-chains.ts';
import { isThere } from './candidates.ts';
import { visitShares } from './cover.ts';
import { addGroupRules } from './group-rules.ts';
import type { Group, Setting } from './groups.ts';
import { createProgramme, type Entry, type Programme, type ProgrammeBuilder } from './programme.ts';

/** Where what stands in the programme. */
export interface ShiftModel {
  readonly programme: Programme;
  /** Columns of how many agents of a group work a candidate, for each group by candidate. */
  readonly work: readonly ReadonlyMap<number, number>[];
  /** Columns of agents missing, for each interval. */
  readonly missing: readonly number[];
  /** Columns of breaks that begin at a time, and of those still due after it, for each chain by time. */
  readonly breaks: readonly ReadonlyMap<number, { begun: number; due: number }>[];
}

/**
 * The programme of a plan at least cost: how many agents of each group work each shift, how many breaks begin when, how
 * many agents are missing in each interval. Every plan that keeps the rules is a solution of it, so that its bound is
 * one of the plan; a solution keeps the rules of each agent but for what only telling the agents apart can see.
 */
export function modelOf(setting: Setting, chains: BreakChains): ShiftModel {
  const { problem, candidates, groups, edges, penalty } = setting;
  const builder = createProgramme();
  const work = groups.map((group) => addWork(builder, setting, group));
  const missing = problem.required.map((agents) => builder.column({ cost: penalty, upper: agents }));

  /** Columns that bring agents to an interval or take them away. */
  const cover: Entry[][] = problem.required.map((_, interval) => [[missing[interval]!, 1]]);
  const addTo = (column: number, from: number, to: number, sign: number) =>
    visitShares(edges, from, to, (interval, share) => cover[interval]!.push([column, sign * share]));
  for (const columns of work) {
    for (const [index, column] of columns)
      addTo(column, candidates[index]!.startsAt, candidates[index]!.endsAt, 1);
  }
  const breaks = addBreaks(builder, chains, work, (column, from, to) => addTo(column, from, to, -1));
  problem.required.forEach((agents, interval) => {
    if (agents > 0) builder.row(agents, cover[interval]!, Number.POSITIVE_INFINITY);
  });
  groups.forEach((group, i) => {
    addGroupRules(builder, setting, group, work[i]!);
  });
  addMostOfPatterns(builder, setting, work);
  return { programme: builder.build(), work, missing, breaks };
}

function addWork(builder: ProgrammeBuilder, { candidates }: Setting, group: Group): Map<number, number> {
  return new Map(
    group.candidates.map((index) => {
      const candidate = candidates[index]!;
      const upper = group.agents.filter((agent) => isThere(agent, candidate)).length;
      return [index, builder.column({ cost: candidate.cost, upper, integer: true })];
    }),
  );
}

/** A stock of breaks that are due: windows that open put in, breaks that begin take out, and none is left too late. */
function addBreaks(
  builder: ProgrammeBuilder,
  { chains }: BreakChains,
  work: ShiftModel['work'],
  takeAway: (column: number, from: number, to: number) => void,
): Map<number, { begun: number; due: number }>[] {
  return chains.map((chain) => {
    const { opening, begins, stepMs, lengthMs } = chain;
    const openingAt = (time: number): number[] =>
      (opening.get(time) ?? []).flatMap((index) => work.flatMap((columns) => columns.get(index) ?? []));
    const columns = new Map<number, { begun: number; due: number }>();
    for (const time of timesOf(chain)) {
      const begun = builder.column({ integer: true });
      const due = builder.column({});
      columns.set(time, { begun, due });
      takeAway(begun, time, time + lengthMs);
      const before = columns.get(time - stepMs);
      const flow: Entry[] = [[begun, 1], [due, 1], ...openingAt(time).map((column): Entry => [column, -1])];
      if (before !== undefined) flow.push([before.due, -1]);
      builder.row(0, flow, 0);
      const late: Entry[] = [[due, 1]];
      for (let i = 0; i < begins - 1; i++) {
        for (const column of openingAt(time - i * stepMs)) late.push([column, -1]);
      }
      builder.row(Number.NEGATIVE_INFINITY, late, 0);
    }
    return columns;
  });
}

function addMostOfPatterns(
  builder: ProgrammeBuilder,
  { problem, candidates }: Setting,
  work: ShiftModel['work'],
): void {
  for (const pattern of problem.patterns) {
    if (pattern.most === Number.POSITIVE_INFINITY) continue;
    for (const day of problem.days.keys()) {
      const entries = work.flatMap((columns) =>
        [...columns]
          .filter(([index]) => candidates[index]!.pattern === pattern && candidates[index]!.day === day)
          .map(([, column]): Entry => [column, 1]),
      );
      if (entries.length > 0) builder.row(0, entries, pattern.most);
    }
  }
}
