import type { Fact } from './fact.ts';

/** What must be written so that the stored facts of a conversation become `after`. */
export interface Difference {
  /** New facts, and facts whose content changed. */
  upserts: Fact[];
  /** Facts whose key no longer exists. */
  tombstones: Fact[];
}

const key = (fact: Fact) => `${fact.fact}|${fact.at}|${fact.seq}`;

/** Compares the facts of a conversation before and after a change, by key and by content. */
export function difference(before: readonly Fact[], after: readonly Fact[]): Difference {
  if (before.length === 0) return { upserts: [...after], tombstones: [] };
  const gone = new Map<string, Fact>();
  for (const fact of before) gone.set(key(fact), fact);
  const upserts: Fact[] = [];
  for (const fact of after) {
    const k = key(fact);
    const old = gone.get(k);
    gone.delete(k);
    if (old === undefined || !sameContent(old, fact)) upserts.push(fact);
  }
  return { upserts, tombstones: [...gone.values()] };
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
