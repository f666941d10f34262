import { type Dimensions, endFact, type Fact, factOf } from './fact.ts';
import type { StatusChange } from './status.ts';

/**
 * The stays in each status; `label` is the status. The last one is open, unless it is `closed`: nothing is
 * waited for any more, and a fact that stays open for ever would be read by every live query.
 */
export function statusSpells(changes: readonly StatusChange[], moments: readonly Dimensions[]): Fact[] {
  const spells: Fact[] = [];
  let open: Fact | null = null;
  for (const change of changes) {
    if (open !== null) endFact(open, change.at, 'done');
    open = null;
    if (change.status === 'closed') continue;
    open = factOf('status_spell', change.at, spells.length, moments[change.index]!);
    open.label = change.status;
    spells.push(open);
  }
  return spells.filter((spell) => spell.endedAt === null || spell.valueMs > 0).map(renumber);
}

function renumber(fact: Fact, seq: number): Fact {
  fact.seq = seq;
  return fact;
}
