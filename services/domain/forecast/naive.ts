import type { Grid } from './grid.ts';
import type { Model } from './model.ts';
import { shapesOf } from './special-days.ts';

/** As it was on the last such weekday: for each place, the last value known of an ordinary day. */
export function seasonalNaive(grid: Grid): Model {
  const { perDay } = grid;
  return {
    method: 'seasonal-naive',
    at(origin) {
      const last = new Float64Array(7 * perDay).fill(Number.NaN);
      let open = last.length;
      for (let day = origin - 1; day >= 0 && open > 0; day--) {
        if (grid.ordinary[day] === 0) continue;
        const shift = (grid.weekdays[day]! - day) * perDay;
        for (let i = day * perDay; i < (day + 1) * perDay; i++) {
          const value = grid.values[i]!;
          if (Number.isNaN(value) || !Number.isNaN(last[i + shift]!)) continue;
          last[i + shift] = value;
          open--;
        }
      }
      const shapes = shapesOf(
        last.map((value) => (Number.isNaN(value) ? 0 : value)),
        perDay,
      );
      return (day, into) => into.set(shapes(grid.specials[day] ?? null, grid.weekdays[day]!));
    },
  };
}
