/** One reading: after how many events, and what was read. */
export interface Reading {
  events: number;
  value: number;
}

export interface Trend {
  /** From the first reading to the last one, along the line through them. */
  growth: number;
  /** How far nine of ten readings lie from one another once the line is taken away. */
  noise: number;
}

/** Most readings that are compared in pairs: more say no more. */
const MOST = 400;

/** The line through readings by the median of the slopes of all pairs (Theil-Sen), which single readings cannot turn. */
export function trendOf(all: readonly Reading[]): Trend {
  const step = Math.ceil(all.length / MOST);
  const readings = all.filter((_, i) => i % step === 0);
  if (readings.length < 2) return { growth: 0, noise: 0 };
  const slopes = readings.flatMap((later, i) =>
    readings
      .slice(0, i)
      .filter((earlier) => earlier.events < later.events)
      .map((earlier) => (later.value - earlier.value) / (later.events - earlier.events)),
  );
  const slope = at(slopes, 0.5);
  const rest = readings.map(({ events, value }) => value - slope * events);
  return {
    growth: slope * (readings.at(-1)!.events - readings[0]!.events),
    noise: at(rest, 0.95) - at(rest, 0.05),
  };
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? 0;
}
