import type { Aggregate, Condition, Figure, Term } from '../../metrics/definition/language.ts';
import { isAggregate } from '../../metrics/definition/metric.ts';
import { conditionSql, figureSql, termSql } from '../../metrics/evaluate/sql.ts';

/** A column of what is kept of surveys. */
const isKept = (column: string) => ['fact', 'label', 'score', 'scale'].includes(column);

/** Whether what is kept of surveys is enough for a figure. */
export function isOfAnswers(figure: Figure): boolean {
  if (isAggregate(figure)) {
    if (figure.kind !== 'count' && figure.kind !== 'sum' && figure.kind !== 'mean') return false;
    return readsKept(figure.where) && (figure.kind === 'count' || isKeptTerm(figure.of));
  }
  switch (figure.kind) {
    case 'share':
    case 'ratio':
      return isOfAnswers(figure.part) && isOfAnswers(figure.whole);
    case 'plus':
    case 'minus':
      return isOfAnswers(figure.left) && isOfAnswers(figure.right);
    case 'from':
      return isOfAnswers(figure.n) && isOfAnswers(figure.of);
    default:
      return isOfAnswers(figure.of);
  }
}

function readsKept(condition: Condition): boolean {
  switch (condition.kind) {
    case 'every':
      return true;
    case 'is':
      return isKept(condition.column);
    case 'same':
      return condition.columns.every(isKept);
    case 'compare':
      return isKeptTerm(condition.left) && isKeptTerm(condition.right);
    case 'not':
      return readsKept(condition.of);
    default:
      return condition.of.every(readsKept);
  }
}

function isKeptTerm(term: Term): boolean {
  if (typeof term === 'object') return isKeptTerm(term.left) && isKeptTerm(term.right);
  return typeof term === 'number' || isKept(term);
}

/** A figure as SQL over answers of which each stands for `n`: what `figureSql` gives over as many rows. */
export function weightedSql(figure: Figure): string {
  return figureSql(figure, aggregateSql);
}

function aggregateSql(aggregate: Aggregate): string {
  const where = conditionSql(aggregate.where);
  switch (aggregate.kind) {
    case 'count':
      return `sumIf(n, ${where})`;
    case 'sum':
      return sumSql(aggregate.of, where);
    case 'mean':
      return `${dividendsSql(aggregate.of, where)} / nullIf(sumIf(n, ${where}), 0)`;
    default:
      throw new Error(`answers give no ${aggregate.kind}`);
  }
}

/** As `evaluate/sql.ts` has it: scores are added up for each scale, the quotients in the order of the scales. */
function dividendsSql(of: Term, where: string): string {
  if (typeof of !== 'object' || of.operator !== '/') return `sumIf(toFloat64(${termSql(of)}) * n, ${where})`;
  const sums = `sumMapIf([${termSql(of.right)}], [toFloat64(${termSql(of.left)}) * n], ${where})`;
  return `arraySum((divisor, dividends) -> dividends / divisor, ${sums}.1, ${sums}.2)`;
}

function sumSql(of: Term, where: string): string {
  if (typeof of !== 'object' || of.operator !== '*') return dividendsSql(of, where);
  const times = `sumMapIf([${termSql(of)}], [toUInt64(n)], ${where})`;
  return `arraySum((product, times) -> product * times, ${times}.1, ${times}.2)`;
}
