/** A survey answer: its kind, and a score on a scale. */
export interface Scored {
  kind: string;
  score: number;
  scale_max: number;
}

/** The best answer of any scale lies between these. */
export const SCALE_MAX = { min: 2, max: 100 };

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

/** Answers of these kinds are boxes that were ticked: none lies between two of them. */
const BOXES: ReadonlySet<string> = new Set(['csat', 'nps']);

/** The lowest answer of a kind of survey. */
function lowestOf(kind: string): number {
  return LOWEST.get(kind) ?? 0;
}

/**
 * What is wrong between an answer and its scale, or null. An answer outside of it, or between two boxes, would be
 * counted as something that nobody said: a 0 of five boxes as the worst of six, a 5 of five as a passive
 * recommendation, 8.5 of ten as one too.
 */
export function scaleFault({ kind, score, scale_max }: Scored): { path: string; message: string } | null {
  const max = FIXED_MAX.get(kind) ?? scale_max;
  if (scale_max !== max) return { path: 'event.scale_max', message: `must be ${max}` };
  if (max < SCALE_MAX.min || max > SCALE_MAX.max) {
    return { path: 'event.scale_max', message: `must be ${SCALE_MAX.min} to ${SCALE_MAX.max}` };
  }
  const min = lowestOf(kind);
  if (!(score >= min && score <= max)) return { path: 'event.score', message: `must be ${min} to ${max}` };
  if (BOXES.has(kind) && !Number.isInteger(score))
    return { path: 'event.score', message: 'must be a whole number' };
  return null;
}

/** The ends of a scale as a survey had it; the worst answer may be the higher number. Whole numbers, not equal. */
export interface Scale {
  worst: number;
  best: number;
}

/** How many answers a scale has. */
export function stepsOf({ worst, best }: Scale): number {
  return Math.abs(best - worst) + 1;
}

/**
 * Puts an answer on the scale that its kind is counted on.
 * - Boxes of a CSAT and a recommendation keep their place, counted from the worst.
 * - Effort is stretched to 1 to 7: a mean over surveys of five and of seven steps needs one scale.
 * - A review is its share of the way from the worst to the best.
 *
 * @returns null where the answer lies outside of the scale
 */
export function onScale(
  kind: string,
  answer: number,
  scale: Scale,
): { score: number; scale_max: number } | null {
  const steps = stepsOf(scale) - 1;
  const place = (answer - scale.worst) * Math.sign(scale.best - scale.worst);
  if (!(place >= 0 && place <= steps)) return null;
  if (kind === 'csat') return { score: place + 1, scale_max: steps + 1 };
  if (kind === 'ces') return { score: 1 + (6 * place) / steps, scale_max: 7 };
  // Yes or no is all or nothing of the least scale that there is.
  const stretch = Math.max(1, SCALE_MAX.min / steps);
  return { score: place * stretch, scale_max: steps * stretch };
}
