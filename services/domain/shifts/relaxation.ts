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
  return within(programme, (column) => [
    Math.floor(values[column]! + HAIR),
    Math.ceil(values[column]! - HAIR),
  ]);
}

/**
 * The same with room for a solution that is there, and for one more and one less wherever there is anything: more to
 * search, but from a good begin.
 */
export function around(programme: Programme, values: ArrayLike<number>, known: ArrayLike<number>): Programme {
  return within(programme, (column) => {
    const least = Math.min(Math.floor(values[column]! + HAIR), known[column]!);
    const most = Math.max(Math.ceil(values[column]! - HAIR), known[column]!);
    return most === 0 ? [0, 0] : [least - 1, most + 1];
  });
}

function within(programme: Programme, rangeOf: (column: number) => [number, number]): Programme {
  const lower = programme.lower.slice();
  const upper = programme.upper.slice();
  programme.integer.forEach((integer, column) => {
    if (!integer) return;
    const [least, most] = rangeOf(column);
    lower[column] = Math.max(lower[column]!, least);
    upper[column] = Math.min(upper[column]!, most);
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
