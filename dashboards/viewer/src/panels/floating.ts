import type { BarSeries, Bars } from './bars-model.ts';

/** The colour of stacked series that only hold others away from zero. */
const room = 'transparent';

/** A bar that begins anywhere. `from` is less than `to`. */
interface Segment {
  readonly series: BarSeries;
  readonly from: number;
  readonly to: number;
}

export interface FloatingRow {
  readonly segments: readonly Segment[];
  /** From the begin of the first to the end of the last; null where there is none. */
  readonly span: { readonly from: number; readonly to: number } | null;
}

/** Whether stacked bars have room below some of them, and so stand for spans and not for amounts. */
export const isFloating = ({ series }: Bars): boolean => series.some(({ color }) => color === room);

/** The rows of stacked bars as spans: what is more than zero is stacked upwards, what is less downwards. */
export function floatingRows({ names, series }: Bars): FloatingRow[] {
  return names.map((_, row) => {
    const tops = { up: 0, down: 0 };
    const segments = series.flatMap((one): Segment[] => {
      const value = Number(one.field.values[row] ?? 0);
      const way = value < 0 ? 'down' : 'up';
      const begin = tops[way];
      tops[way] += value;
      if (value === 0 || one.color === room) return [];
      return [{ series: one, from: Math.min(begin, tops[way]), to: Math.max(begin, tops[way]) }];
    });
    if (segments.length === 0) return { segments, span: null };
    const [from, to] = [segments.map((one) => one.from), segments.map((one) => one.to)];
    return { segments, span: { from: Math.min(...from), to: Math.max(...to) } };
  });
}

/** The least and the greatest of all rows, zero included, with a little room. */
export function floatingScale(rows: readonly FloatingRow[]): { from: number; to: number } {
  const spans = rows.flatMap(({ span }) => span ?? []);
  const from = Math.min(0, ...spans.map((span) => span.from));
  const to = Math.max(0, ...spans.map((span) => span.to));
  const margin = (to - from || 1) * 0.04;
  return { from: from - margin, to: to + margin };
}
