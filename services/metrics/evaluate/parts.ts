import { type Aggregate, count, type Figure, sum } from '../definition/language.ts';
import { isAggregate } from '../definition/metric.ts';
import { figureSql } from './sql.ts';

/**
 * What a roll-up keeps of the rows of a cell, and how cells are put together. A cell without rows to it has null. Of
 * distinct conversations it keeps their first rows; what is added to the sum is of `rollups/distinct`.
 */
export interface Part {
  aggregate: Aggregate;
  merge: 'sum' | 'min' | 'max';
  /** Of a sum that outgrows what a roll-up keeps in one number: its high digits, beside a part of the low ones. */
  high?: true;
}

/**
 * The parts that a roll-up must keep for a figure; null where sums are not enough (percentiles, depths,
 * and means of quotients, which need the divisors).
 */
export function partsOf(figure: Figure): Part[] | null {
  const parts = aggregatesOf(figure).map(partsOfAggregate);
  return parts.includes(null) ? null : parts.flatMap((some) => some!);
}

/**
 * The figure as SQL over the cells of a roll-up.
 *
 * @param column the column of a part
 * @param merged SQL of a part put together from its column; where a cell without rows has null, what is given
 * @returns null where sums are not enough
 */
export function rollupSql(
  figure: Figure,
  column: (part: Part) => string,
  merged = (part: Part) => `${part.merge}(${column(part)})`,
): string | null {
  if (partsOf(figure) === null) return null;
  return figureSql(figure, (aggregate) => {
    const [first, second] = partsOfAggregate(aggregate)!.map(merged);
    return second === undefined ? first! : `${first} / nullIf(${second}, 0)`;
  });
}

function partsOfAggregate(aggregate: Aggregate): Part[] | null {
  switch (aggregate.kind) {
    case 'count':
    case 'sum':
    case 'distinct':
      return [{ aggregate, merge: 'sum' }];
    case 'mean': {
      const { of, where } = aggregate;
      if (typeof of === 'object' && of.operator === '/') return null;
      return [
        { aggregate: sum(of, where), merge: 'sum' },
        { aggregate: count(where), merge: 'sum' },
      ];
    }
    case 'min':
    case 'max':
      return [{ aggregate, merge: aggregate.kind }];
    default:
      return null;
  }
}

/** What a figure is made of, in the order in which it is written; one that it names twice, twice. */
export function aggregatesOf(figure: Figure): Aggregate[] {
  if (isAggregate(figure)) return [figure];
  switch (figure.kind) {
    case 'share':
    case 'ratio':
      return [...aggregatesOf(figure.part), ...aggregatesOf(figure.whole)];
    case 'plus':
    case 'minus':
      return [...aggregatesOf(figure.left), ...aggregatesOf(figure.right)];
    case 'from':
      return [...aggregatesOf(figure.n), ...aggregatesOf(figure.of)];
    default:
      return aggregatesOf(figure.of);
  }
}
