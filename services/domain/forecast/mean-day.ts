import type { Grid } from './grid.ts';
import type { Model } from './model.ts';

/** For a history that has not seen each weekday yet: every day is like the mean of those known. */
export function meanDay(grid: Grid): Model {
  const { perDay } = grid;
  return {
    method: 'mean-day',
    at(origin) {
      const sums = new Float64Array(perDay);
      const counts = new Float64Array(perDay);
      for (let i = 0; i < origin * perDay; i++) {
        if (Number.isNaN(grid.values[i]!)) continue;
        sums[i % perDay]! += grid.values[i]!;
        counts[i % perDay]!++;
      }
      return (_day, into) => {
        for (let place = 0; place < perDay; place++)
          into[place] = counts[place] === 0 ? 0 : sums[place]! / counts[place]!;
      };
    },
  };
}
