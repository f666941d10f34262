import { describe, expect, test } from 'vitest';
import { createProgramme, type Programme } from '../../../services/domain/shifts/programme.ts';
import { solveByHighs } from '../../../services/workforce/shifts/highs.ts';

const solve = solveByHighs(() => performance.now());

/** Of things with these values and weights, the most valuable that can be carried; the values are negative costs. */
function knapsack(things: readonly (readonly [value: number, weight: number])[], most: number): Programme {
  const builder = createProgramme();
  const columns = things.map(([value]) => builder.column({ cost: -value, upper: 1, integer: true }));
  builder.row(
    0,
    columns.map((column, i) => [column, things[i]![1]] as const),
    most,
  );
  return builder.build();
}

/** A programme that takes hours: a market split, whose relaxation tells nothing. */
function hard(): Programme {
  const builder = createProgramme();
  const columns = Array.from({ length: 60 }, () => builder.column({ upper: 1, integer: true }));
  for (let row = 0; row < 6; row++) {
    const over = builder.column({ cost: 1 });
    const under = builder.column({ cost: 1 });
    const weights = columns.map((_, i) => ((i + 1) * 7_919 * (row + 3) + row * 104_729) % 100);
    const half = Math.floor(weights.reduce((sum, weight) => sum + weight, 0) / 2);
    builder.row(
      half,
      [...columns.map((column, i) => [column, weights[i]!] as const), [over, 1], [under, -1]],
      half,
    );
  }
  return builder.build();
}

const startOf = ({ cost }: Programme) => new Float64Array(cost.length);

describe('HiGHS in a thread', () => {
  test('solves a programme of whole numbers, and its relaxation', async () => {
    const programme = knapsack(
      [
        [10, 5],
        [40, 4],
        [30, 6],
        [50, 3],
      ],
      10,
    );
    const options = { start: startOf(programme), limitMs: 60_000, gap: 0 };
    const found = await solve(programme, options);
    expect(Array.from(found.values!).map(Math.round)).toEqual([0, 1, 0, 1]);
    expect(found.bound).toBeCloseTo(-90);
    const relaxed = await solve({ ...programme, integer: new Int32Array(4) }, options);
    // Half of the third thing.
    expect(relaxed.bound).toBeCloseTo(-105);
  });

  test('says nothing of a programme that has no solution', async () => {
    const builder = createProgramme();
    const column = builder.column({ upper: 1, integer: true });
    builder.row(2, [[column, 1]], 3);
    const programme = builder.build();
    const found = await solve(programme, { start: startOf(programme), limitMs: 60_000, gap: 0 });
    expect(found).toMatchObject({ values: null, bound: null });
  });

  test('gives the best that it has found when time is over, and what it begins with if there is nothing better', async () => {
    const programme = hard();
    const start = startOf(programme);
    // All columns 0: what is missing of each row is made up.
    programme.rowLower.forEach((half, row) => {
      start[60 + 2 * row] = half;
    });
    const found = await solve(programme, { start, limitMs: 700, gap: 0 });
    const cost = Array.from(found.values!).reduce(
      (sum, value, column) => sum + value * programme.cost[column]!,
      0,
    );
    expect(cost).toBeLessThanOrEqual(programme.rowLower.reduce((sum, half) => sum + half, 0));
    expect(found.tookMs).toBeLessThan(60_000);
  });

  test('is ended from outside where it does not end by itself', async () => {
    const programme = hard();
    const impatient = solveByHighs(() => performance.now(), -600_000);
    const found = await impatient(programme, { start: startOf(programme), limitMs: 600_000, gap: 0 });
    expect(found.values).toBeNull();
  });

  test('stops once it is aborted, and before it begins', async () => {
    const programme = hard();
    const stop = new AbortController();
    const options = { start: startOf(programme), limitMs: 600_000, gap: 0, signal: stop.signal };
    setTimeout(() => stop.abort(new Error('gone')), 300);
    await expect(solve(programme, options)).rejects.toThrow('gone');
    await expect(solve(programme, options)).rejects.toThrow('gone');
  });

  test('fails where the programme is none', async () => {
    const programme = { ...hard(), columns: Int32Array.from([99]) };
    await expect(
      // It must fail before its time is over, on a machine as slow as may be.
      solve(programme, { start: startOf(programme), limitMs: 600_000, gap: 0 }),
    ).rejects.toMatchObject({
      code: 'SOLVER_FAILED',
    });
  });
});
