/** Queue spells of a period, counted by what a service level is made of. T is the queue's threshold. */
export interface ServiceLevelCounts {
  /** Begun, short abandons, flow-outs and callbacks included. */
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Abandoned sooner than the queue's short-abandon limit. */
  readonly shortAbandoned: number;
  /** Answered with wait <= T. */
  readonly answeredInT: number;
  /** Abandoned with wait <= T. */
  readonly abandonedInT: number;
}

interface Fraction {
  readonly part: number;
  readonly whole: number;
}

/** What the vendors call service level, by what they do with those who hung up (METRICS.md section 2). */
const VARIANTS = {
  /** Neither short abandons nor flow-outs and callbacks are in it. */
  standard: (counts) => ({
    part: counts.answeredInT,
    whole: counts.answered + counts.abandoned - counts.shortAbandoned,
  }),
  abandons_ignored: (counts) => ({ part: counts.answeredInT, whole: counts.offered - counts.abandonedInT }),
  abandons_negative: (counts) => ({ part: counts.answeredInT, whole: counts.offered }),
  abandons_positive: (counts) => ({ part: counts.answeredInT + counts.abandonedInT, whole: counts.offered }),
  answered_only: (counts) => ({ part: counts.answeredInT, whole: counts.answered }),
} satisfies Record<string, (counts: ServiceLevelCounts) => Fraction>;

export type ServiceLevelVariant = keyof typeof VARIANTS;

export const SERVICE_LEVEL_VARIANTS = Object.keys(VARIANTS) as ServiceLevelVariant[];

/** @returns a ratio; null where nothing counts */
export function serviceLevel(counts: ServiceLevelCounts, variant: ServiceLevelVariant): number | null {
  const { part, whole } = VARIANTS[variant](counts);
  return whole > 0 ? part / whole : null;
}
