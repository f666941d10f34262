import { describe, expect, test } from 'vitest';
import type { Solution, Solve } from '../../../services/domain/shifts/programme.ts';
import { createShiftPlans } from '../../../services/workforce/shifts/shift-plans.ts';
import { agents, problem } from '../../domain/shifts/support.ts';

const NEVER = new AbortController().signal;
const day = problem({}, (_, minutes) => (minutes === 600 ? 1 : 0));
const other = { ...day, agents: agents(2) };

/** A solver whose solves end when they are told to. */
function heldSolver() {
  const open: { end: () => void; signal: AbortSignal }[] = [];
  const solve: Solve = (_, { signal }) =>
    new Promise<Solution>((resolve, reject) => {
      signal!.addEventListener('abort', () => reject(signal!.reason));
      open.push({ signal: signal!, end: () => resolve({ values: null, bound: null, tookMs: 60_000 }) });
    });
  const plans = createShiftPlans({ solve, clock: () => 0, maxWaiting: 1 });
  return { open, plans };
}

const solving = (open: readonly unknown[], solves: number) => expect.poll(() => open.length).toBe(solves);

describe('shift plans', () => {
  test('are shared by those who ask for the same at once', async () => {
    const { open, plans } = heldSolver();
    const both = [plans.plan(day, 1_000, NEVER), plans.plan({ ...day }, 1_000, NEVER)];
    await solving(open, 1);
    open[0]!.end();
    const [first, second] = await Promise.all(both);
    expect(second).toBe(first);
    expect(open).toHaveLength(1);
    expect(first!.shifts).toHaveLength(1);
  });

  test('are made one at a time, and refused where too many wait', async () => {
    const { open, plans } = heldSolver();
    const first = plans.plan(day, 1_000, NEVER);
    const second = plans.plan(other, 1_000, NEVER);
    await solving(open, 1);
    await expect(plans.plan(day, 2_000, NEVER)).rejects.toMatchObject({
      code: 'SHIFTS_BUSY',
      retriable: true,
    });
    expect(open).toHaveLength(1);
    open[0]!.end();
    await first;
    await solving(open, 2);
    open[1]!.end();
    await second;
  });

  test('go on while anybody waits for them, and stop when the last one leaves', async () => {
    const { open, plans } = heldSolver();
    const leaving = [new AbortController(), new AbortController()];
    const both = leaving.map(({ signal }) => plans.plan(day, 1_000, signal));
    await solving(open, 1);
    leaving[0]!.abort(new Error('first left'));
    await expect(both[0]).rejects.toThrow('first left');
    expect(open[0]!.signal.aborted).toBe(false);
    leaving[1]!.abort(new Error('second left'));
    await expect(both[1]).rejects.toThrow('second left');
    expect(open[0]!.signal.aborted).toBe(true);
    const next = plans.plan(day, 1_000, NEVER);
    await solving(open, 2);
    open[1]!.end();
    expect((await next).status).toBe('feasible');
  });

  test('have a place again where somebody who waited for a turn has left', async () => {
    const { open, plans } = heldSolver();
    const first = plans.plan(day, 1_000, NEVER);
    await solving(open, 1);
    const leaving = new AbortController();
    const left = plans.plan(other, 1_000, leaving.signal);
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    const next = plans.plan(other, 2_000, NEVER);
    open[0]!.end();
    await first;
    await solving(open, 2);
    open[1]!.end();
    expect((await next).status).toBe('feasible');
  });

  test('stop with the service', async () => {
    const { open, plans } = heldSolver();
    const plan = plans.plan(day, 1_000, NEVER);
    await solving(open, 1);
    plans.close();
    await expect(plan).rejects.toMatchObject({ code: 'SHIFTS_STOPPED' });
  });
});
