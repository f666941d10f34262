/** A survey answer: its kind, and a score on a scale. */
export interface Scored {
  kind: string;
  score: number;
  scale_max: number;
}

/** The only best answer of kinds whose figure is defined on one scale; an answer of another cannot be put to it. */
const FIXED_MAX = new Map([
  ['nps', 10],
  ['ces', 7],
]);
/** Boxes are counted from 1; a recommendation is 0 to 10, a review a share of the best. */
const LOWEST = new Map([
  ['csat', 1],
  ['ces', 1],
]);

/** The lowest answer of a kind of survey. */
export function lowestOf(kind: string): number {
  return LOWEST.get(kind) ?? 0;
}

/**
 * What is wrong between an answer and its scale, or null. An answer outside would be counted as something that
 * nobody said: a 0 of five boxes as the worst of six, a 5 of five as a passive recommendation.
 */
export function scaleFault({ kind, score, scale_max }: Scored): { path: string; message: string } | null {
  const max = FIXED_MAX.get(kind) ?? scale_max;
  if (scale_max !== max) return { path: 'event.scale_max', message: `must be ${max}` };
  const min = lowestOf(kind);
  return score >= min && score <= max ? null : { path: 'event.score', message: `must be ${min} to ${max}` };
}
