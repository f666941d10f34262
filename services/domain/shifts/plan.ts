import { breakChainsOf } from './break-chains.ts';
import { candidatesOf } from './candidates.ts';
import { dutiesOf, valuesOf } from './columns.ts';
import { edgesOf } from './cover.ts';
import { type Draft, draftOf, type Pace } from './drafts.ts';
import { settingOf } from './groups.ts';
import { modelOf } from './model.ts';
import type { ShiftProblem } from './problem.ts';
import type { Programme, Solution, Solve, SolveOptions } from './programme.ts';
import { around, near, relaxed, rounded } from './relaxation.ts';
import type { Duty } from './rota.ts';

export interface ShiftPlan extends Omit<Draft, 'rota'> {
  /** `optimal`: within the gap asked for. `feasible`: the best that was found until time ran out. */
  readonly status: 'optimal' | 'feasible';
  /** What an agent missing for an interval costs in `objective`. */
  readonly penalty: number;
  /** No plan that keeps the rules has a lower objective; null where none is known. */
  readonly bound: number | null;
  /** (objective - bound) / objective; 0 where both are 0. */
  readonly gap: number | null;
}

export interface PlanOptions {
  readonly limitMs: number;
  /** How far from the bound is good enough, as a share of the objective. */
  readonly gap: number;
  readonly signal?: AbortSignal | undefined;
}

/** What planning needs of the world. */
export interface PlanPorts {
  readonly solve: Solve;
  readonly pace: Pace;
}

/** From which share of an agent on relaxed values are rounded up; what is best differs, and trying costs little. */
const ROUNDED_FROM = [1, 0.8, 0.6];
/** How often the first plan is planned anew in part; the others begin from better ones. */
const FIRST_RUINS = 200;
/** The share of the time left that looking near the relaxation may take, and around the best plan; how far they go. */
const NEAR_SHARE = 0.5;
const AROUND_SHARE = 0.7;
const NEAR_GAP = 0.0005;

/**
 * Plans shifts at least cost. There is always a plan: an agent who is missing costs more than any shift, and where
 * nobody is left to work one the gap stays.
 *
 * A first plan adds whatever saves most. Then a programme that counts shifts by groups of alike agents is relaxed, which
 * gives the bound; plans are made of its values by rounding, then by searching near them, around the best plan, and the
 * whole programme from there on; until one is within the gap, or time is over. The best is given. Without the time
 * limit the same problem has the same plan.
 */
export async function planShifts(
  problem: ShiftProblem,
  { solve, pace }: PlanPorts,
  { limitMs, gap, signal }: PlanOptions,
): Promise<ShiftPlan> {
  const candidates = candidatesOf(problem);
  const setting = settingOf(problem, candidates, edgesOf(problem));
  const chains = breakChainsOf(candidates, problem.intervalMs);
  const model = modelOf(setting, chains);
  const { programme } = model;
  let leftMs = limitMs;
  let best: Draft | null = null;
  let bound: number | null = null;

  async function tryDuties(duties: readonly (readonly Duty[])[], ruins = 0): Promise<void> {
    const { draft, tookMs } = await draftOf(setting, duties, pace, { limitMs: leftMs, ruins });
    leftMs -= tookMs;
    if (best === null || draft.objective < best.objective) best = draft;
  }
  const known = () => valuesOf(setting, chains, model, best!.rota);
  async function search(of: Programme, share: number, options: Partial<SolveOptions>): Promise<Solution> {
    const solution = await solve(of, { start: known(), gap, signal, limitMs: leftMs * share, ...options });
    leftMs -= solution.tookMs;
    return solution;
  }
  const isOver = () => leftMs <= 0 || gapOf(best!.objective, bound) <= gap;
  const answer = (): ShiftPlan => {
    const { rota: _, ...draft } = best!;
    const reached = gapOf(draft.objective, bound);
    return {
      ...draft,
      status: reached <= gap ? 'optimal' : 'feasible',
      penalty: setting.penalty,
      bound,
      gap: bound === null ? null : reached,
    };
  };

  await tryDuties(
    setting.groups.map(() => []),
    FIRST_RUINS,
  );
  const relaxation = await search(relaxed(programme), 1, {});
  bound = relaxation.bound;
  if (isOver()) return answer();
  if (relaxation.values !== null && bound !== null) {
    for (const from of ROUNDED_FROM) await tryDuties(rounded(setting, model, relaxation.values, from));
    if (isOver()) return answer();
    const options = { gap: NEAR_GAP, target: bound / (1 - gap) };
    const { values: relaxedTo } = relaxation;
    for (const [share, part] of [
      [NEAR_SHARE, () => near(programme, relaxedTo)],
      [AROUND_SHARE, () => around(programme, relaxedTo, known())],
    ] as const) {
      const { values } = await search(part(), share, options);
      if (values !== null) await tryDuties(dutiesOf(setting, chains, model, values));
      if (isOver()) return answer();
    }
  }
  const whole = await search(programme, 1, {});
  if (whole.values !== null) await tryDuties(dutiesOf(setting, chains, model, whole.values));
  if (whole.bound !== null) bound = Math.max(bound ?? whole.bound, whole.bound);
  return answer();
}

/** How far a plan may be from the best, as a share of it. */
function gapOf(objective: number, bound: number | null): number {
  if (bound === null) return Number.POSITIVE_INFINITY;
  return objective === 0 ? 0 : Math.max(0, (objective - bound) / objective);
}
