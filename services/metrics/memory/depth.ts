import type { FactName } from '../../domain/measure/fact.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { Condition } from '../definition/language.ts';
import { DIMENSION_COLUMNS } from '../definition/metric.ts';
import { holds } from '../evaluate/fold.ts';
import type { RangeRequest } from '../rows/source.ts';
import { passes } from './facts.ts';
import { type FactRow, groupOf, type PlacedRow } from './rows.ts';

/** The instants at which the number of open spells changed, and how many are open from then on. */
export function placeDepths(
  facts: readonly FactRow[],
  { from, to, now, filters, groupBy }: RangeRequest,
  { fact: name, where }: { fact: FactName; where: Condition },
): PlacedRow[] {
  const groups = new Map<string, { group: string[]; steps: Map<number, number> }>();
  for (const spell of facts) {
    if (spell.fact !== name || !holds(where, spell as PlacedRow['row'], now) || !passes(filters, spell))
      continue;
    if (spell.at >= to || (spell.state !== 'open' && spell.ended_at <= from)) continue;
    const group = groupOf(spell, groupBy, DIMENSION_COLUMNS);
    const { steps } = getOrInsert(groups, JSON.stringify(group), () => ({ group, steps: new Map() }));
    const begin = Math.max(spell.at, from);
    const end = spell.ended_at === 0 ? to : spell.ended_at;
    if (begin < to) steps.set(begin, (steps.get(begin) ?? 0) + 1);
    if (end < to) steps.set(end, (steps.get(end) ?? 0) - 1);
  }
  return [...groups.values()].flatMap(({ group, steps }) => {
    let depth = 0;
    return [...steps]
      .sort(([a], [b]) => a - b)
      .map(([t, delta]) => {
        depth += delta;
        return { row: { t, depth }, at: t, group };
      });
  });
}
