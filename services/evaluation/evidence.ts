import { type Aggregate, count, type Figure, plus, times } from '../metrics/definition/language.ts';
import type { Metric } from '../metrics/definition/metric.ts';
import { type IntervalParts, intervalParts } from '../metrics/evaluate/interval.ts';

type Quantile = Extract<Aggregate, { kind: 'quantile' }>;

/** The figures that say how sure a figure is. `n`: of how many cases it is made, of agents' time of how many ms. */
export type Evidence =
  | IntervalParts
  | { kind: 'quantile'; n: Figure; of: Quantile }
  | { kind: 'time'; n: Figure }
  | { kind: 'none'; n: Figure | null };

/** What to ask of a metric beside its figure. */
export function evidenceOf({ kind, figure }: Metric): Evidence {
  if (kind === 'depth') return { kind: 'none', n: null };
  // Time that was spent is known, not sampled.
  if (kind === 'agents') return { kind: 'time', n: wholeOf(figure) };
  return (
    intervalParts(figure) ?? ofBalance(figure) ?? ofRatio(figure) ?? ofQuantile(figure) ?? noInterval(figure)
  );
}

const wholeOf = (figure: Figure) =>
  figure.kind === 'ratio' || figure.kind === 'share' ? figure.whole : figure;

const isCount = (figure: Figure) => figure.kind === 'count' || figure.kind === 'distinct';

/** A balance of counts, such as NPS, is a mean of cases that are worth `factor`, minus that, or nothing. */
function ofBalance(figure: Figure): Evidence | null {
  if (figure.kind !== 'ratio' || figure.part.kind !== 'times' || !isCount(figure.whole)) return null;
  const { factor, of } = figure.part;
  if (of.kind !== 'minus' || !isCount(of.left) || !isCount(of.right)) return null;
  const squares = times(factor * factor, plus(of.left, of.right));
  return { kind: 'mean', n: figure.whole, sum: figure.part, squares };
}

/** Conversations reopened of conversations solved: a rate but for the few that were solved in another period. */
function ofRatio(figure: Figure): Evidence | null {
  if (figure.kind !== 'ratio' || !isCount(figure.part) || !isCount(figure.whole)) return null;
  return { kind: 'rate', n: figure.whole, successes: figure.part };
}

function ofQuantile(figure: Figure): Evidence | null {
  return figure.kind === 'quantile' ? { kind: 'quantile', n: count(figure.where), of: figure } : null;
}

/** Of a count the cases are the count itself. */
function noInterval(figure: Figure): Evidence {
  if (isCount(figure)) return { kind: 'none', n: figure };
  return { kind: 'none', n: 'where' in figure ? count(figure.where) : wholeOf(figure) };
}
