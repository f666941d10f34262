import { count, type Figure, sum, term } from '../definition/language.ts';

/**
 * What a confidence interval is made of: of a rate, how many cases there are and how many of them count (Wilson's score
 * needs no more); of a mean, how many values, their sum, and the sum of their squares.
 */
export type IntervalParts =
  | { kind: 'rate'; n: Figure; successes: Figure }
  | { kind: 'mean'; n: Figure; sum: Figure; squares: Figure };

/** The parts of a figure's interval; null where it has none in closed form. */
export function intervalParts(figure: Figure): IntervalParts | null {
  if (figure.kind === 'from') return intervalParts(figure.of);
  if (figure.kind === 'share') return { kind: 'rate', n: figure.whole, successes: figure.part };
  if (figure.kind !== 'mean') return null;
  const { of, where } = figure;
  return { kind: 'mean', n: count(where), sum: sum(of, where), squares: sum(term(of, '*', of), where) };
}
