import type { Interval } from '../domain/scorecard/scorecard.ts';
import { SHOWN_FROM } from '../domain/statistics/interval.ts';
import { meanInterval } from '../domain/statistics/mean.ts';
import { rateInterval } from '../domain/statistics/rate.ts';
import type { Evidence } from './evidence.ts';

/** What the figures of `Evidence` came to; null where there was nothing. */
export type Found = (part: string) => number | null;

/**
 * The 95 % interval of a figure from its parts; null where it has none, or fewer than five cases.
 *
 * @param found the parts of the evidence by their names
 */
export function intervalOf(evidence: Evidence, found: Found): Interval | null {
  const n = found('n') ?? 0;
  if (n < SHOWN_FROM) return null;
  switch (evidence.kind) {
    // Time that was spent is known, not sampled; limits of quantiles lie where the values are.
    case 'none':
    case 'time':
    case 'quantile':
      return null;
    case 'rate': {
      const successes = found('successes') ?? 0;
      const interval = successes > n ? null : rateInterval({ n, successes });
      return interval && { ...interval, method: 'wilson' };
    }
    case 'mean': {
      const interval = meanInterval({ n, sum: found('sum') ?? 0, squares: found('squares') ?? 0 });
      return interval && { ...interval, method: 't' };
    }
  }
}
