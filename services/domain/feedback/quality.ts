import { SHOWN_FROM } from './blocks.ts';

/** An item of the rubric that quality reviews go by. */
export interface RubricItem {
  readonly id: string;
  readonly title: string;
  /** Above 0. */
  readonly weight: number;
  /** Where it fails, the whole review has failed. */
  readonly autoFail: boolean;
}

/** What a quality review, or one of its items, was answered with. */
export interface QualityAnswer {
  agent: string;
  /** The review that it is an item of; empty: it is a review itself. */
  review: string;
  /** The item; empty: the review as a whole. */
  criterion: string;
  score: number;
  scale: number;
}

export interface QualityFigures {
  /** Mean of score / scale of all reviews, 0 to 1. */
  value: number;
  /** Reviews. */
  n: number;
  items: (RubricItem & {
    /** Null of fewer than three answers. */
    value: number | null;
    n: number;
    /** Of an item with auto-fail, in how many it failed. */
    failed: number;
  })[];
}

/** The figures of somebody's reviews; null of fewer than three. They are no secret, but one or two say little. */
export function qualityOf(
  answers: readonly QualityAnswer[],
  rubric: readonly RubricItem[],
): QualityFigures | null {
  const reviews = answers.filter(({ review }) => review === '');
  if (reviews.length < SHOWN_FROM) return null;
  return {
    value: meanOf(reviews),
    n: reviews.length,
    items: rubric.map((item) => {
      const given = answers.filter(({ criterion }) => criterion === item.id);
      return {
        ...item,
        value: given.length < SHOWN_FROM ? null : meanOf(given),
        n: given.length,
        failed: item.autoFail ? given.filter(({ score }) => score === 0).length : 0,
      };
    }),
  };
}

const meanOf = (answers: readonly QualityAnswer[]) =>
  answers.reduce((sum, { score, scale }) => sum + score / scale, 0) / answers.length;

/**
 * What a review comes to, 0 to 1: the mean of its items by their weights, and 0 where an item with auto-fail has 0.
 *
 * @param answers an item of the rubric each, at least one
 */
export function reviewScore(
  answers: readonly { item: Pick<RubricItem, 'weight' | 'autoFail'>; share: number }[],
): number {
  if (answers.some(({ item, share }) => item.autoFail && share === 0)) return 0;
  const weight = answers.reduce((sum, { item }) => sum + item.weight, 0);
  return answers.reduce((sum, { item, share }) => sum + item.weight * share, 0) / weight;
}
