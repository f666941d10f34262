import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  FAMILIES,
  MAX_EARLIER,
  NOTHING_EARLIER,
  tellEarlier,
} from '../../../services/domain/measure/earlier.ts';
import { type Fact, type FactName, factOf } from '../../../services/domain/measure/fact.ts';
import { measure } from '../../../services/domain/measure/measure.ts';
import { anyTimeline } from './arbitrary.ts';

const DIMENSIONS = ['queue', 'team', 'agent', 'priority', 'customerTier', 'policy', 'label'] as const;
/** The columns that `earlier` names otherwise. */
const COLUMNS: Partial<Record<keyof Fact, string>> = { customerTier: 'customer_tier' };
type Seen = Pick<Fact, 'fact' | 'state' | (typeof DIMENSIONS)[number]> & { endedAt: number };

/** A fact and those that it says were before it. */
function seenFrom(fact: Fact): { own: Seen; before: Seen[] } {
  const own = { ...fact, endedAt: fact.endedAt! } as Seen;
  const before = (JSON.parse(fact.earlier) as Record<string, string | number>[]).map((was) => {
    const seen = { ...own, endedAt: own.endedAt - Number(was.ago) };
    for (const key of ['fact', 'state', ...DIMENSIONS] as const)
      Object.assign(seen, { [key]: was[COLUMNS[key] ?? key] ?? own[key] });
    return seen;
  });
  return { own, before };
}

const isMember = (kinds: readonly FactName[], fact: Fact) =>
  kinds.includes(fact.fact) && fact.endedAt !== null && !(fact.fact === 'said' && fact.label === 'customer');

/** A question: a range, what is grouped by, and what is let through. */
const question = fc.record({
  family: fc.constantFrom(...FAMILIES),
  from: fc.nat(),
  length: fc.nat(),
  groupBy: fc.subarray([...DIMENSIONS]),
  filtered: fc.constantFrom(null, 'fact', 'state', ...DIMENSIONS),
  passes: fc.func(fc.boolean()),
});
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never;

function countsOf(facts: readonly Fact[], { family, from, length, groupBy, filtered, passes }: Question) {
  const members = facts.filter((fact) => isMember(family, fact));
  const times = [...new Set(members.map(({ endedAt }) => endedAt!))].sort((a, b) => a - b);
  if (times.length === 0) return null;
  const begin = times[from % times.length]! - (from % 2);
  const end = begin + 1 + (times.at(-1)! - begin) * (length % 3);
  const isAsked = (one: Seen) =>
    one.endedAt >= begin && one.endedAt < end && (filtered === null || passes(one[filtered]));
  const groupOf = (one: Seen) => JSON.stringify(groupBy.map((dimension) => one[dimension]));
  const told = members.map(seenFrom).filter(({ own }) => isAsked(own));
  const firsts = told.filter(
    ({ own, before }) => !before.some((was) => isAsked(was) && groupOf(was) === groupOf(own)),
  );
  return {
    counted: firsts.map(({ own }) => groupOf(own)).sort(),
    groups: [...new Set(told.map(({ own }) => groupOf(own)))].sort(),
  };
}

describe('what a fact says of those before it', () => {
  test('tells of any range, group and kind whether it is the first there: each conversation is counted once', () => {
    let asked = 0;
    fc.assert(
      fc.property(anyTimeline, fc.array(question, { minLength: 5, maxLength: 5 }), (timeline, questions) => {
        const { facts } = measure(timeline);
        for (const one of questions) {
          const counts = countsOf(facts, one);
          if (counts === null) continue;
          if (counts.groups.length > 0) asked++;
          expect(counts.counted).toEqual(counts.groups);
        }
      }),
      { numRuns: 3_000 },
    );
    expect(asked).toBeGreaterThan(1_000);
  });

  test('does not depend on the order in which the facts are found', () => {
    fc.assert(
      fc.property(anyTimeline, fc.infiniteStream(fc.nat(1_000)), (timeline, places) => {
        const { facts } = measure(timeline);
        const shuffled = facts.map((fact) => ({
          fact: Object.assign(Object.create(fact), fact, { earlier: '' }),
          place: places.next().value,
        }));
        shuffled.sort((a, b) => a.place - b.place);
        tellEarlier(shuffled.map(({ fact }) => fact));
        const said = (all: readonly Fact[]) =>
          new Map(all.map(({ fact, at, seq, earlier }) => [`${fact} ${at} ${seq}`, earlier]));
        expect(said(shuffled.map(({ fact }) => fact))).toEqual(said(facts));
      }),
      { numRuns: 500 },
    );
  });

  const WHERE = { queue: 'q', team: '', agent: 'a1', priority: '', customerTier: '', policy: '' };
  const transfer = (at: number, seq: number, label: string): Fact =>
    Object.assign(factOf('transfer', at, seq, WHERE), { endedAt: at, state: 'done', label });

  test('is nothing of the first, of what is open, and of kinds of which nobody counts conversations', () => {
    const open = factOf('handle_spell', 5, 0, WHERE);
    const closure = Object.assign(factOf('closure', 5, 0, WHERE), { endedAt: 9 });
    const first = transfer(7, 0, 'b');
    tellEarlier([open, closure, first]);
    expect([open.earlier, closure.earlier, first.earlier]).toEqual(['', '', NOTHING_EARLIER]);
  });

  test('is how long ago they were and what was otherwise, back to one of which nothing was', () => {
    const facts = [
      transfer(10, 0, 'b'),
      transfer(30, 1, 'c "x"\n'),
      transfer(60, 2, 'd'),
      transfer(100, 3, 'c "x"\n'),
    ];
    tellEarlier(facts);
    expect(facts.map(({ earlier }) => JSON.parse(earlier))).toEqual([
      [],
      [{ ago: 20, label: 'b' }],
      [
        { ago: 30, label: 'c "x"\n' },
        { ago: 50, label: 'b' },
      ],
      [{ ago: 40, label: 'd' }, { ago: 70 }],
    ]);
  });

  test('is not said of so many that a conversation would grow with its square', () => {
    const facts = Array.from({ length: MAX_EARLIER + 2 }, (_, i) => transfer(i, i, `q${i}`));
    tellEarlier(facts);
    expect(JSON.parse(facts[MAX_EARLIER]!.earlier)).toHaveLength(MAX_EARLIER);
    expect(facts.at(-1)!.earlier).toBe('');
  });
});
