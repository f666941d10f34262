/** Contacts that waited equally long. */
export interface Waits {
  /** How long, ms. */
  readonly ms: number;
  /** How many gave up then: their patience is known. */
  readonly abandoned: number;
  /** How many were answered, or stopped waiting otherwise: their patience is longer, nobody knows by how much. */
  readonly censored: number;
}

/** Share of contacts more patient than `ms`: a step down at each wait after which somebody gave up. */
export interface SurvivalPoint {
  readonly ms: number;
  /** Who still waited just before. */
  readonly atRisk: number;
  readonly abandoned: number;
  readonly survival: number;
  /** Its 95 % confidence interval, by Greenwood's variance, kept within 0 and 1. */
  readonly lower95: number;
  readonly upper95: number;
}

const Z_95 = 1.959963984540054;

/**
 * How patient callers are, by Kaplan and Meier's estimate ("Nonparametric estimation from incomplete observations",
 * 1958): S(t) is the product over waits up to t of 1 - abandoned / at risk. Where some gave up and others were answered
 * after the same wait, the answered count as still at risk: they would have waited a little longer.
 *
 * The variance is Greenwood's: S^2 times the sum of abandoned / (at risk (at risk - abandoned)). Where the last one gave
 * up it says nothing, and the interval is that of the estimate, 0 to 0.
 *
 * @param waits in any order; of the same length they are put together
 */
export function survivalOf(waits: readonly Waits[]): SurvivalPoint[] {
  const sorted = waits.toSorted((a, b) => a.ms - b.ms);
  let atRisk = waits.reduce((sum, { abandoned, censored }) => sum + abandoned + censored, 0);
  let survival = 1;
  let variance = 0;
  const points: SurvivalPoint[] = [];
  for (let i = 0; i < sorted.length; ) {
    const { ms } = sorted[i]!;
    let abandoned = 0;
    let leaving = 0;
    for (; i < sorted.length && sorted[i]!.ms === ms; i++) {
      abandoned += sorted[i]!.abandoned;
      leaving += sorted[i]!.abandoned + sorted[i]!.censored;
    }
    if (abandoned > 0) {
      survival *= 1 - abandoned / atRisk;
      variance += abandoned / (atRisk * (atRisk - abandoned));
      const half = survival === 0 ? 0 : Z_95 * survival * Math.sqrt(variance);
      points.push({
        ms,
        atRisk,
        abandoned,
        survival,
        lower95: Math.max(0, survival - half),
        upper95: Math.min(1, survival + half),
      });
    }
    atRisk -= leaving;
  }
  return points;
}

/**
 * The mean of min(patience, `untilMs`): the area under the curve up to there. Without an end the mean is not known, as
 * nobody saw the patience of those who were answered.
 */
export function restrictedMeanMs(points: readonly SurvivalPoint[], untilMs: number): number {
  let area = 0;
  let survival = 1;
  let from = 0;
  for (const { ms, survival: next } of points) {
    if (ms >= untilMs) break;
    area += survival * (ms - from);
    from = ms;
    survival = next;
  }
  return area + survival * (untilMs - from);
}
