import type { Course } from '../../domain/goals/standing.ts';
import { count, type Figure, sum } from '../../metrics/definition/language.ts';
import type { Metric } from '../../metrics/definition/metric.ts';

/**
 * How the figure of a period comes about from those of its days. A `total` is their sum; a `level` the sum of their parts
 * over the sum of their wholes; a `percentile` is known of weeks, and weighed by cases. Of what is left (depths, the
 * longest and the shortest) days say nothing of the end.
 */
export type Makeup =
  | { kind: 'total'; part: Figure }
  | { kind: 'level'; part: Figure; whole: Figure }
  | { kind: 'percentile'; whole: Figure }
  | { kind: 'other' };

export function makeupOf({ kind, figure }: Pick<Metric, 'kind' | 'figure'>): Makeup {
  // What is still open of solved conversations is that of a week alone: what is older has closed.
  if (kind === 'fcr' && isTotal(figure)) return { kind: 'other' };
  if (isTotal(figure)) return { kind: 'total', part: figure };
  switch (figure.kind) {
    case 'mean':
      return { kind: 'level', part: sum(figure.of, figure.where), whole: count(figure.where) };
    case 'share':
    case 'ratio':
      return { kind: 'level', part: figure.part, whole: figure.whole };
    case 'from':
      return makeupOf({ kind, figure: figure.of });
    case 'quantile':
      return { kind: 'percentile', whole: count(figure.where) };
    default:
      return { kind: 'other' };
  }
}

/** Whether a figure counts or adds up: a longer period has more of it. */
export function isTotal(figure: Figure): boolean {
  switch (figure.kind) {
    case 'count':
    case 'distinct':
    case 'sum':
      return true;
    case 'plus':
      return isTotal(figure.left) && isTotal(figure.right);
    case 'times':
      return figure.factor > 0 && isTotal(figure.of);
    default:
      return false;
  }
}

/** Which way the figure can go while its period runs. What depends on the time of the question may go back. */
export function courseOf({ figure }: Metric): Course {
  if (JSON.stringify(figure).includes('"now"')) return 'any';
  if (isTotal(figure) || figure.kind === 'max') return 'rises';
  return figure.kind === 'min' ? 'falls' : 'any';
}
