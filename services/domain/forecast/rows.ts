import { expectWithEvents } from './backtest.ts';
import { type Calibration, widenOf } from './calibration.ts';
import type { Day } from './day.ts';
import { dayNumber, type Grid } from './grid.ts';
import type { Borders } from './intervals.ts';
import type { Expect } from './model.ts';

/** A day with a forecast; each list has a value an interval of it. Null: nothing can be told. */
export interface ForecastedDay extends Day {
  readonly forecast: readonly (number | null)[];
  readonly lower80: readonly (number | null)[];
  readonly upper80: readonly (number | null)[];
  readonly lower95: readonly (number | null)[];
  readonly upper95: readonly (number | null)[];
  /** The forecast knew of nothing from this instant on, UTC ms. */
  readonly made: number | null;
}

/** The days as a model expects them that knows the whole history. */
export function forecastDays(
  grid: Grid,
  expect: Expect,
  calibration: Pick<Calibration, 'intervals' | 'widening'>,
  days: readonly Day[],
  made: number | null,
): ForecastedDay[] {
  const values = new Float64Array(grid.perDay);
  return days.map((day) => {
    const at = dayNumber(day.date) - grid.first;
    const week = Math.max(0, Math.floor((at - grid.past) / 7));
    expectWithEvents(grid, expect, at, values);
    const widen = (calibration.widening[week] ?? 1) * widenOf(grid, at);
    return rowOf(day, values, calibration, widen, made);
  });
}

/** A day of which nothing can be told. */
export function unknownDay(day: Day): ForecastedDay {
  const nothing = day.places.map(() => null);
  return {
    ...day,
    forecast: nothing,
    lower80: nothing,
    upper80: nothing,
    lower95: nothing,
    upper95: nothing,
    made: null,
  };
}

const borders: Borders = { lower80: 0, upper80: 0, lower95: 0, upper95: 0 };

/** A day from its values by place. */
export function rowOf(
  day: Day,
  values: Float64Array,
  { intervals }: Pick<Calibration, 'intervals'>,
  widen: number,
  made: number | null,
): ForecastedDay {
  const size = day.places.length;
  const row = {
    ...day,
    forecast: new Array<number>(size),
    lower80: new Array<number>(size),
    upper80: new Array<number>(size),
    lower95: new Array<number>(size),
    upper95: new Array<number>(size),
    made,
  };
  for (let i = 0; i < size; i++) {
    const value = values[day.places[i]!]!;
    intervals(value, widen, borders);
    row.forecast[i] = value;
    row.lower80[i] = borders.lower80;
    row.upper80[i] = borders.upper80;
    row.lower95[i] = borders.lower95;
    row.upper95[i] = borders.upper95;
  }
  return row;
}
