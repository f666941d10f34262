import type { Day, ObservedDay } from '../../../services/domain/forecast/day.ts';
import { createRandom, poisson, syntheticDays } from '../../domain/forecast/synthetic.ts';

export interface Queue {
  readonly history: readonly ObservedDay[];
  readonly horizon: readonly Day[];
}

/** Queues of all sizes, from a contact a day to thousands; some open on weekdays alone, some growing. */
export function manyQueues(count: number, historyDays: number, horizonDays: number): Queue[] {
  const random = createRandom(20_260_101);
  return Array.from({ length: count }, (_, queue) => {
    const size = 0.05 * 1.08 ** queue;
    const growth = queue % 5 === 0 ? 0.001 : 0;
    const isAlwaysOpen = queue % 3 === 0;
    const days = syntheticDays('2025-01-01', historyDays + horizonDays, ({ index, weekday, place }) => {
      if (!isAlwaysOpen && (weekday > 5 || place < 16 || place >= 40)) return 0;
      const shape = 1 + 0.7 * Math.sin((place / 48) * 2 * Math.PI - 2);
      return poisson(random, size * shape * Math.exp(growth * index) * (weekday === 1 ? 1.4 : 1));
    });
    return { history: days.slice(0, historyDays), horizon: days.slice(historyDays) };
  });
}
