import { restrictedMeanMs, type SurvivalPoint, survivalOf, type Waits } from './kaplan-meier.ts';

/** How long callers are willing to wait, by what they did. */
export interface Patience {
  readonly contacts: number;
  readonly abandoned: number;
  /** Mean of an exponential patience: what Erlang A asks for. */
  readonly meanMs: number;
  /** Its 95 % confidence interval. */
  readonly lower95Ms: number;
  readonly upper95Ms: number;
  /** When half of them would have given up; null where the curve stays above a half. */
  readonly medianMs: number | null;
  /** Mean of min(patience, the longest wait seen), with no assumption of its shape. */
  readonly restrictedMeanMs: number;
  readonly restrictedToMs: number;
  readonly curve: readonly SurvivalPoint[];
}

/** Fewer say too little: the mean's interval would be wider than half to double. */
const MIN_ABANDONED = 20;

const Z_95 = 1.959963984540054;

/**
 * Patience from waits that mostly end in an answer. An exponential patience gives up at a constant rate while it waits,
 * so its mean is all the time waited / abandonments, the maximum-likelihood estimate under censoring; zero waits add
 * nothing. Its interval is that of the logarithm, whose standard error is 1 / sqrt(abandonments). Null where fewer than
 * 20 gave up, or nobody waited at all.
 *
 * @param totalWaitMs sum of all waits, where it is known better than from `waits`
 */
export function patienceOf(waits: readonly Waits[], totalWaitMs = totalOf(waits)): Patience | null {
  const abandoned = waits.reduce((sum, each) => sum + each.abandoned, 0);
  if (abandoned < MIN_ABANDONED || totalWaitMs <= 0) return null;
  const curve = survivalOf(waits);
  const meanMs = totalWaitMs / abandoned;
  const factor = Math.exp(Z_95 / Math.sqrt(abandoned));
  const restrictedToMs = waits.reduce((longest, { ms }) => Math.max(longest, ms), 0);
  return {
    contacts: waits.reduce((sum, each) => sum + each.censored, abandoned),
    abandoned,
    meanMs,
    lower95Ms: meanMs / factor,
    upper95Ms: meanMs * factor,
    medianMs: curve.find(({ survival }) => survival <= 0.5)?.ms ?? null,
    restrictedMeanMs: restrictedMeanMs(curve, restrictedToMs),
    restrictedToMs,
    curve,
  };
}

function totalOf(waits: readonly Waits[]): number {
  return waits.reduce((sum, { ms, abandoned, censored }) => sum + ms * (abandoned + censored), 0);
}
