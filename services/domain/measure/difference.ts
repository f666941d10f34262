import type { Fact } from './fact.ts';

/** What must be written so that the stored facts of a conversation become `after`. */
export interface Difference {
  /** New facts, and facts whose content changed. */
  upserts: Fact[];
  /** Facts whose key no longer exists. */
  tombstones: Fact[];
}

/**
 * Compares the facts of a conversation before and after a change, by key and by content.
 *
 * @param before what may be stored: each of these states, whole or in part. A fact is left alone only if all of
 *   them agree on it.
 */
export function difference(before: readonly (readonly Fact[])[], after: readonly Fact[]): Difference {
  const seen = new Map<string, { fact: Fact; states: number }>();
  for (const facts of before) {
    for (const fact of facts) {
      const key = keyOf(fact);
      const known = seen.get(key);
      if (known === undefined) seen.set(key, { fact, states: 1 });
      else if (sameContent(known.fact, fact)) known.states++;
    }
  }
  const upserts: Fact[] = [];
  for (const fact of after) {
    const key = keyOf(fact);
    const known = seen.get(key);
    seen.delete(key);
    if (known?.states !== before.length || !sameContent(known.fact, fact)) upserts.push(fact);
  }
  return { upserts, tombstones: Array.from(seen.values(), ({ fact }) => fact) };
}

function keyOf({ fact, at, seq }: Fact): string {
  return `${fact}|${at}|${seq}`;
}

function sameContent(a: Fact, b: Fact): boolean {
  return (
    a.beganAt === b.beganAt &&
    a.endedAt === b.endedAt &&
    a.state === b.state &&
    a.label === b.label &&
    a.valueMs === b.valueMs &&
    a.businessMs === b.businessMs &&
    a.targetMs === b.targetMs &&
    a.holdMs === b.holdMs &&
    a.wrapMs === b.wrapMs &&
    a.score === b.score &&
    a.scale === b.scale &&
    a.queue === b.queue &&
    a.team === b.team &&
    a.agent === b.agent &&
    a.priority === b.priority &&
    a.customerTier === b.customerTier &&
    a.policy === b.policy &&
    a.customerId === b.customerId
  );
}
