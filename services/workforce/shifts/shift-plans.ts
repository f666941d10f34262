import { planShifts, type ShiftPlan } from '../../domain/shifts/plan.ts';
import type { ShiftProblem } from '../../domain/shifts/problem.ts';
import type { Solve } from '../../domain/shifts/programme.ts';
import { LinewatchError } from '../../lib/errors.ts';
import { paceOf } from './pace.ts';
import { createShared } from './shared.ts';
import { createTurns } from './turns.ts';

/** How far from the bound is good enough, as a share of the objective. */
const GAP = 0.01;

/** A plan, and how long it took, without waiting for others. */
export interface TimedPlan extends ShiftPlan {
  readonly seconds: number;
}

/** Plans shifts, one plan at a time. */
export interface ShiftPlans {
  /**
   * Who asks for what is being planned already gets the same plan. Rejects with `SHIFTS_BUSY` (retriable) where too
   * many wait, and with the reason of the signal where that is aborted; what nobody waits for stops.
   */
  plan(problem: ShiftProblem, limitMs: number, signal: AbortSignal): Promise<TimedPlan>;
  /** Stops what is under way. */
  close(): void;
}

/** @param clock monotonic, ms */
export function createShiftPlans(ports: {
  solve: Solve;
  clock: () => number;
  maxWaiting: number;
}): ShiftPlans {
  const { solve, clock } = ports;
  const turns = createTurns(ports.maxWaiting);
  const shared = createShared<TimedPlan>();

  async function timed(problem: ShiftProblem, limitMs: number, signal: AbortSignal): Promise<TimedPlan> {
    const begunAt = clock();
    const pace = paceOf(clock, signal);
    const plan = await planShifts(problem, { solve, pace }, { limitMs, gap: GAP, signal });
    return { ...plan, seconds: (clock() - begunAt) / 1_000 };
  }

  return {
    plan(problem, limitMs, signal) {
      const key = JSON.stringify([limitMs, problem], withSets);
      return shared.join(key, signal, (stop) => turns.take(stop, () => timed(problem, limitMs, stop)));
    },
    close: () => shared.stop(new LinewatchError('SHIFTS_STOPPED', 'the service stops', { retriable: true })),
  };
}

const withSets = (_: string, value: unknown) => (value instanceof Set ? [...value] : value);
