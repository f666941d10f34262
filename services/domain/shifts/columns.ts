import type { BreakChains } from './break-chains.ts';
import { timesOf } from './break-chains.ts';
import type { Candidate } from './candidates.ts';
import { visitShares } from './cover.ts';
import type { Setting } from './groups.ts';
import type { ShiftModel } from './model.ts';
import type { Duty, Rota } from './rota.ts';

/** The duties of each group as a solution counts them. Breaks go to whoever's window opened first. */
export function dutiesOf(
  { candidates, groups }: Setting,
  { chains, ofCandidate }: BreakChains,
  model: ShiftModel,
  values: ArrayLike<number>,
): Duty[][] {
  const count = (column: number) => Math.round(values[column]!);
  /** The begins of breaks of each chain that are still to be given, the latest first. */
  const begins = chains.map((chain, i) =>
    timesOf(chain)
      .flatMap((time) => new Array<number>(count(model.breaks[i]!.get(time)!.begun)).fill(time))
      .reverse(),
  );
  const drafts = groups.map(() => [] as { candidate: Candidate; breaks: number[] }[]);
  const due: { opensAt: number; chain: number; place: number; breaks: number[] }[] = [];
  model.work.forEach((columns, group) => {
    for (const [index, column] of columns) {
      for (let i = 0; i < count(column); i++) {
        const breaks: number[] = [];
        drafts[group]!.push({ candidate: candidates[index]!, breaks });
        ofCandidate[index]!.forEach(({ chain, opensAt }, place) => {
          due.push({ chain, opensAt, place, breaks });
        });
      }
    }
  });
  due.sort((a, b) => a.opensAt - b.opensAt);
  for (const { chain, place, breaks } of due) breaks[place] = begins[chain]!.pop()!;
  return drafts;
}

/** What the columns of the programme are in a plan that is there. */
export function valuesOf(
  { candidates, edges, problem }: Setting,
  { chains, ofCandidate }: BreakChains,
  model: ShiftModel,
  rota: Rota,
): Float64Array {
  const values = new Float64Array(model.programme.cost.length);
  const present = new Float64Array(problem.required.length);
  const places = new Map(candidates.map((candidate, index) => [candidate, index]));
  const groups = [...new Set(rota.groups)];
  const opened = chains.map(() => new Map<number, number>());
  for (const agent of rota.groups.keys()) {
    const columns = model.work[groups.indexOf(rota.groups[agent]!)]!;
    for (const { candidate, breaks } of rota.dutiesOf(agent)) {
      const index = places.get(candidate)!;
      values[columns.get(index)!]! += 1;
      visitShares(edges, candidate.startsAt, candidate.endsAt, (at, share) => {
        present[at]! += share;
      });
      breaks.forEach((at, place) => {
        const { chain, opensAt } = ofCandidate[index]![place]!;
        opened[chain]!.set(opensAt, (opened[chain]!.get(opensAt) ?? 0) + 1);
        values[model.breaks[chain]!.get(at)!.begun]! += 1;
        visitShares(edges, at, at + chains[chain]!.lengthMs, (interval, share) => {
          present[interval]! -= share;
        });
      });
    }
  }
  chains.forEach((chain, i) => {
    for (const time of timesOf(chain)) {
      const { begun, due } = model.breaks[i]!.get(time)!;
      const before = model.breaks[i]!.get(time - chain.stepMs);
      const left = before === undefined ? 0 : values[before.due]!;
      values[due] = left + (opened[i]!.get(time) ?? 0) - values[begun]!;
    }
  });
  model.missing.forEach((column, at) => {
    values[column] = Math.max(0, problem.required[at]! - present[at]!);
  });
  return values;
}
