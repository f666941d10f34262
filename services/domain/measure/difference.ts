import { type Fact, sameDimensions } from './fact.ts';

/** What must be written so that the stored facts of a conversation become those after a change. */
export interface Difference {
  /** New facts, and facts whose content changed. */
  upserts: Fact[];
  /** Facts whose key no longer exists. */
  tombstones: Fact[];
  /** What stood where an upsert ends elsewhere now, or has another label: what was known of it by these has changed too. */
  moved: Fact[];
}

/** Up to this many facts, looking through them is faster than a table of their keys is to build. */
const MAX_SEARCHED = 48;

/**
 * Compares the facts of a conversation before and after a change, by key and by content.
 *
 * @param after taken over: what did not change is replaced by the object from `before`. Facts that are kept
 *   between changes then stay the same objects, which spares the garbage collector most of its work.
 */
export function difference(before: readonly Fact[], after: Fact[]): Difference {
  if (before.length === 0) return { upserts: after.slice(), tombstones: [], moved: [] };
  const placeOf = before.length <= MAX_SEARCHED ? bySearch(before) : byTable(before);
  const upserts: Fact[] = [];
  const moved: Fact[] = [];
  const isGone = new Uint8Array(before.length).fill(1);
  let gone = before.length;
  for (let i = 0; i < after.length; i++) {
    const fact = after[i]!;
    const place = placeOf(fact);
    if (place < 0) {
      upserts.push(fact);
      continue;
    }
    isGone[place] = 0;
    gone--;
    const old = before[place]!;
    if (sameContent(old, fact)) after[i] = old;
    else {
      upserts.push(fact);
      if (old.endedAt !== fact.endedAt || old.label !== fact.label) moved.push(old);
    }
  }
  return { upserts, tombstones: gone === 0 ? [] : before.filter((_, i) => isGone[i] === 1), moved };
}

/** Gives the place of the fact with the same key, -1 without one. */
type PlaceOf = (fact: Fact) => number;

/** Facts come in much the same order each time: the search begins behind the last one found. */
function bySearch(facts: readonly Fact[]): PlaceOf {
  let expected = 0;
  return (fact) => {
    for (let step = 0, i = expected; step < facts.length; step++, i++) {
      if (i >= facts.length) i = 0;
      const other = facts[i]!;
      if (other.at !== fact.at || other.seq !== fact.seq || other.fact !== fact.fact) continue;
      expected = i + 1;
      return i;
    }
    return -1;
  };
}

function byTable(facts: readonly Fact[]): PlaceOf {
  const keyOf = ({ fact, at, seq }: Fact) => `${fact}|${at}|${seq}`;
  const places = new Map(facts.map((fact, i) => [keyOf(fact), i]));
  return (fact) => places.get(keyOf(fact)) ?? -1;
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
    a.botMs === b.botMs &&
    a.botBusinessMs === b.botBusinessMs &&
    a.score === b.score &&
    a.scale === b.scale &&
    sameDimensions(a, b) &&
    a.customerId === b.customerId &&
    a.earlier === b.earlier
  );
}
