import { findMetric } from '../../../../services/metrics/catalogue/index.ts';
import { foldMetrics } from '../../../../services/metrics/memory/fold-metrics.ts';
import type { Everything } from '../../../../services/metrics/memory/rows.ts';

/** The figures of a day over what is stored, by the names of the catalogue; of one queue, or of all. */
export function figuresOf(
  everything: Everything,
  { from, to }: { from: number; to: number },
  ids: readonly string[],
  queue?: string,
): Record<string, number | null> {
  const metrics = ids.map((id) => findMetric(id)).filter((metric) => metric !== undefined);
  const filters = queue === undefined ? {} : { queue: [queue] };
  const request = { metrics, from, to, now: to, starts: [from], groupBy: [], filters };
  const found = { ...foldMetrics(everything, request)[0]!.values };
  const stays = everything.facts.filter(
    ({ fact, queue: of }) => fact === 'queue_spell' && (queue === undefined || of === queue),
  );
  return { ...found, callbacks: stays.filter(({ state }) => state === 'callback').length };
}
