import type { Cell, Field, Frame } from './frame.ts';

/** Series on one axis of time (UTC ms, ascending). */
export interface Series {
  readonly times: readonly number[];
  readonly fields: readonly Field[];
}

/**
 * Turns tables with a column of time into series: a column of text makes a series of each of its values, as
 * Grafana's long-to-wide does. A time that one series lacks is null there.
 */
export function toSeries(frames: readonly Frame[]): Series {
  const instants = new Set<number>();
  const series = new Map<string, { field: Omit<Field, 'values'>; points: Map<number, Cell> }>();
  for (const frame of frames) {
    const time = frame.fields.find(({ type }) => type === 'timestamp');
    if (!time) continue;
    const dimensions = frame.fields.filter(({ type }) => type === 'string');
    const figures = frame.fields.filter(({ type }) => type === 'number');
    for (let row = 0; row < frame.length; row += 1) {
      const instant = time.values[row];
      if (typeof instant !== 'number') continue;
      instants.add(instant);
      const labels = Object.fromEntries(dimensions.map(({ name, values }) => [name, String(values[row])]));
      for (const { name, type, values } of figures) {
        const key = JSON.stringify([frame.refId, name, labels]);
        const known = series.get(key) ?? { field: { name, type, labels }, points: new Map<number, Cell>() };
        known.points.set(instant, values[row]!);
        series.set(key, known);
      }
    }
  }
  const times = [...instants].sort((a, b) => a - b);
  return {
    times,
    fields: [...series.values()].map(({ field, points }) => ({
      ...field,
      values: times.map((instant) => points.get(instant) ?? null),
    })),
  };
}
