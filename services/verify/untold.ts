import type { Fact } from '../domain/measure/fact.ts';

/**
 * Facts that were stored before facts said what came before them (`Fact.earlier`). Nothing of them is wrong, and questions
 * of distinct conversations in their range are answered from all facts. A repair makes them say it.
 *
 * @param expected those of them that are stored without it lose it here, and are given as they should be
 */
export function takeUntold(stored: readonly Fact[], expected: Fact[]): Fact[] {
  const untold = new Set(stored.filter(({ earlier }) => earlier === '').map(keyOf));
  const found: Fact[] = [];
  if (untold.size === 0) return found;
  for (let i = 0; i < expected.length; i++) {
    const fact = expected[i]!;
    if (fact.earlier === '' || !untold.has(keyOf(fact))) continue;
    found.push(fact);
    expected[i] = { ...fact, earlier: '' };
  }
  return found;
}

const keyOf = ({ fact, at, seq }: Fact) => `${fact} ${at} ${seq}`;
