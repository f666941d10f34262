import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Figures of a process for Prometheus, registered as they are made. */
export function metersOf(registry: Registry) {
  const registers = [registry];
  return {
    counter: <L extends string = never>(name: string, help: string, ...labelNames: L[]): Counter<L> =>
      new Counter({ name, help, labelNames, registers }),
    gauge: <L extends string = never>(name: string, help: string, ...labelNames: L[]): Gauge<L> =>
      new Gauge({ name, help, labelNames, registers }),
    /** @param buckets upper ends, s */
    histogram: <L extends string = never>(
      name: string,
      help: string,
      buckets: readonly number[],
      ...labelNames: L[]
    ): Histogram<L> => new Histogram({ name, help, buckets: [...buckets], labelNames, registers }),
  };
}

/** For delays that are to be below a second and may be a minute, s. */
export const DELAY_BUCKETS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60];
