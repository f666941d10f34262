import type { Condition, Term } from '../metrics/definition/language.ts';

/**
 * How long after the instant of a row (its begin, end or solution) a condition on it says the same for good, whenever it
 * is asked; ms. 0 where it does not look at the present, null where that cannot be told.
 */
export function steadyAfter(condition: Condition): number | null {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return longest(condition.of.map(steadyAfter));
    case 'not':
      return steadyAfter(condition.of);
    case 'compare':
      return mentionsNow(condition.left) || mentionsNow(condition.right) ? waitOf(condition) : 0;
    default:
      return 0;
  }
}

/** The longest of some waits; null where one is unknown. */
export function longest(waits: readonly (number | null)[]): number | null {
  return waits.reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)), 0);
}

/** `at < now`, `now - at > wait`, and `ended_ms + wait > now`. */
function waitOf({ left, comparison, right }: Extract<Condition, { kind: 'compare' }>): number | null {
  if (left === 'at' && right === 'now') return comparison === '<' || comparison === '<=' ? 0 : null;
  if (typeof left !== 'object') return null;
  const isAge = left.operator === '-' && left.left === 'now' && left.right === 'at';
  if (isAge && typeof right === 'number' && (comparison === '>' || comparison === '>=')) return right;
  const isUntil = left.operator === '+' && left.left === 'ended_ms' && right === 'now';
  if (isUntil && typeof left.right === 'number' && comparison === '>') return left.right;
  return null;
}

function mentionsNow(term: Term): boolean {
  if (typeof term === 'object') return mentionsNow(term.left) || mentionsNow(term.right);
  return term === 'now';
}
