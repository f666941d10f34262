import type { AlignedData } from 'uplot';
import type { ChartModel } from './chart-model.ts';

type Line = (number | null)[];

/**
 * The numbers that uPlot draws: as they are, or each series on top of the ones after it. So the highest is
 * drawn first, and the ones in front of it leave its share to be seen.
 */
export function plotData(
  { times, series }: ChartModel,
  shown: readonly boolean[],
  stacked: boolean,
): AlignedData {
  const lines = series.map(({ field }) => field.values as Line);
  if (!stacked) return [times as number[], ...lines];
  const base: number[] = times.map(() => 0);
  const sums = [...lines];
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    if (!shown[index]) continue;
    sums[index] = lines[index]!.map((value, at) => {
      base[at] = base[at]! + (value ?? 0);
      return value === null ? null : base[at]!;
    });
  }
  return [times as number[], ...sums];
}
