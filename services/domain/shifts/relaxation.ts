import type { Setting } from './groups.ts';
import type { ShiftModel } from './model.ts';
import type { Programme } from './programme.ts';
import type { Duty } from './rota.ts';
import { createTally } from './tally.ts';

const HAIR = 1e-6;

/** The programme in which agents may be divided: its optimum is a bound, and close for these programmes. */
export function relaxed(programme: Programme): Programme {
  return { ...programme, integer: new Int32Array(programme.cost.length) };
}

/**
 * The programme with whole numbers kept to those next to the values of its relaxation: small enough to be searched, and
 * most often with a solution near the best (relaxation-enforced neighbourhood, Berthold 2007).
 */
export function near(programme: Programme, values: ArrayLike<number>): Programme {
  const lower = programme.lower.slice();
  const upper = programme.upper.slice();
  programme.integer.forEach((integer, column) => {
    if (!integer) return;
    lower[column] = Math.max(lower[column]!, Math.floor(values[column]! + HAIR));
    upper[column] = Math.min(upper[column]!, Math.ceil(values[column]! - HAIR));
  });
  return { ...programme, lower, upper };
}

/**
 * The duties of each group by rounding: shares of agents from `from` on count as one more. Breaks are when they hurt
 * least. Agents need not be found for all of them.
 */
export function rounded(
  setting: Setting,
  { work }: ShiftModel,
  values: ArrayLike<number>,
  from: number,
): Duty[][] {
  const tally = createTally(setting);
  return work.map((columns) =>
    [...columns].flatMap(([index, column]) => {
      const agents = Math.floor(values[column]! + 1 - from + HAIR);
      return Array.from({ length: agents }, () => {
        const duty = tally.withBreaks(setting.candidates[index]!);
        tally.add(duty);
        return duty;
      });
    }),
  );
}
