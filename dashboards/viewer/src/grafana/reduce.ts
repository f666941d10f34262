import type { Cell, Field, Frame } from './frame.ts';
import { toRegExp } from './settings.ts';

type Calculation = (values: readonly Cell[]) => number | null;

const figures = (values: readonly Cell[]) => values.filter((value) => typeof value === 'number');
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const calculations: Readonly<Record<string, Calculation>> = {
  lastNotNull: (values) => figures(values).at(-1) ?? null,
  last: (values) => figures(values.slice(-1))[0] ?? null,
  sum: (values) => sum(figures(values)),
  count: (values) => values.length,
  mean: (values) => {
    const known = figures(values);
    return known.length ? sum(known) / known.length : null;
  },
  max: (values) => figures(values).reduce<number | null>((a, b) => (a === null || b > a ? b : a), null),
  min: (values) => figures(values).reduce<number | null>((a, b) => (a === null || b < a ? b : a), null),
};

/** `options.reduceOptions` of a panel. */
export interface ReduceOptions {
  readonly calcs: readonly string[];
  readonly fields: string;
  readonly values: boolean;
}

export interface Figure {
  readonly field: Field;
  readonly value: number | null;
}

/** One figure a field: all fields of numbers, or those that `fields` names. */
export function reduce(frames: readonly Frame[], options: ReduceOptions): Figure[] {
  const calculation = calculations[options.calcs[0] ?? 'lastNotNull'];
  if (!calculation) throw new Error(`calculation not understood: ${options.calcs[0]}`);
  const wanted = options.fields ? toRegExp(options.fields) : null;
  return frames
    .flatMap(({ fields }) => fields)
    .filter(({ name, type }) => (wanted ? wanted.test(name) : type === 'number'))
    .map((field) => ({ field, value: calculation(field.values) }));
}
