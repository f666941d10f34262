/** Scales of fewer boxes have no second best that is still good: the middle one of three is neither. */
const TOP_TWO_FROM = 5;

/** Whether an answer counts as satisfied: the top two boxes of five and more, of fewer the best one. */
export function isSatisfied(score: number, scaleMax: number): boolean {
  return score >= (scaleMax >= TOP_TWO_FROM ? scaleMax - 1 : scaleMax);
}

/** CSAT: satisfied / answers, as a ratio; null without answers. Neutral answers are answers. */
export function csat(counts: { readonly satisfied: number; readonly answers: number }): number | null {
  return ratio(counts.satisfied, counts.answers);
}

export type NpsGroup = 'promoter' | 'passive' | 'detractor';

/** The group of an answer from 0 to 10. */
export function npsGroup(score: number): NpsGroup {
  if (score >= 9) return 'promoter';
  return score >= 7 ? 'passive' : 'detractor';
}

/** NPS: per cent of promoters minus per cent of detractors, -100 to 100; null without answers. */
export function nps(counts: {
  readonly promoters: number;
  readonly detractors: number;
  readonly answers: number;
}): number | null {
  // The difference first: 100 x (0.3 - 0.2) would not be 10.
  return ratio(100 * (counts.promoters - counts.detractors), counts.answers);
}

/** CES: the mean of answers from 1 to 7; null without answers. */
export function ces(counts: { readonly scoreSum: number; readonly answers: number }): number | null {
  return ratio(counts.scoreSum, counts.answers);
}

/** Answered / sent; null where none was sent. */
export function responseRate(counts: { readonly answered: number; readonly sent: number }): number | null {
  return ratio(counts.answered, counts.sent);
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
