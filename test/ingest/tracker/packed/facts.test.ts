import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { difference } from '../../../../services/domain/measure/difference.ts';
import { NOTHING_EARLIER } from '../../../../services/domain/measure/earlier.ts';
import { Fact, type FactName, type FactState } from '../../../../services/domain/measure/fact.ts';
import { measure } from '../../../../services/domain/measure/measure.ts';
import { createFactPacking } from '../../../../services/ingest/tracker/packed/facts.ts';
import { createWords } from '../../../../services/ingest/tracker/packed/words.ts';
import { anyTimeline } from '../../../domain/measure/arbitrary.ts';
import { OPENED } from '../../../domain/measure/build.ts';

const NAMES: readonly FactName[] = ['queue_spell', 'said', 'sla_target'];
const word = fc.constantFrom('', 'north', 'süd', '東', 'x'.repeat(300));
const ms = fc.oneof(fc.constantFrom(0, 1), fc.nat(), fc.integer(), fc.nat(Number.MAX_SAFE_INTEGER));
const at = fc.oneof(
  fc.nat(3).map((n) => OPENED + n),
  fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) }),
);

/** Any values in all fields; few different keys, so that most are met again. */
const anyFact = fc
  .record({
    fact: fc.constantFrom(...NAMES),
    at,
    seq: fc.nat(3),
    beganAt: at,
    endedAt: fc.option(at),
    state: fc.constantFrom<FactState>('open', 'done', 'answered'),
    label: word,
    valueMs: ms,
    businessMs: ms,
    targetMs: ms,
    holdMs: ms,
    wrapMs: ms,
    botMs: ms,
    botBusinessMs: ms,
    score: fc.oneof(
      ms,
      fc.double({ noNaN: true }).map((value) => value + 0),
    ),
    scale: ms,
    queue: word,
    team: word,
    agent: word,
    priority: word,
    customerTier: word,
    policy: word,
    earlier: fc.constantFrom('', NOTHING_EARLIER, '[{"ago":1,"queue":"東"}]'),
  })
  .map((fields) => factOf(fields));

function factOf(fields: object): Fact {
  return Object.assign(new Fact('said', 0, 0, {} as Fact, ''), fields);
}

function facts(maxLength: number): fc.Arbitrary<Fact[]> {
  const keyOf = ({ fact, at: when, seq }: Fact) => `${fact} ${when} ${seq}`;
  return fc
    .record({ list: fc.uniqueArray(anyFact, { selector: keyOf, maxLength }), customerId: word })
    .map(({ list, customerId }) => {
      for (const fact of list) fact.customerId = customerId;
      return list;
    });
}

/** Facts before a change and after it: some as they were, in much the same order. */
const change = fc
  .tuple(facts(8), facts(8), fc.infiniteStream(fc.boolean()))
  .map(([before, others, keeps]) => {
    const kept = before.filter(() => keeps.next().value);
    const taken = new Set(kept.map(({ fact, at: when, seq }) => `${fact} ${when} ${seq}`));
    const more = others.filter(({ fact, at: when, seq }) => !taken.has(`${fact} ${when} ${seq}`));
    const customerId = kept[0]?.customerId ?? more[0]?.customerId ?? '';
    for (const fact of more) fact.customerId = customerId;
    return { before, after: [...kept, ...more] };
  });

describe('packed facts', () => {
  test.each([0, 3, 1_000])('differ from those of now as objects would, with %i words', (words) => {
    fc.assert(
      fc.property(change, ({ before, after }) => {
        const packing = createFactPacking(createWords(words));
        const first = packing.pack(before, OPENED);
        const { packed, ...found } = packing.replace(first, after, OPENED);
        expect(found).toEqual(difference(before, after.slice()));
        expect(packed).toBe(packing.pack(after, OPENED));
      }),
      { numRuns: 500 },
    );
  });

  test('are the same where there are too many to look through', () => {
    fc.assert(
      fc.property(facts(120), fc.infiniteStream(fc.nat(9)), (before, dice) => {
        const after = before.flatMap((fact) => {
          const roll = dice.next().value!;
          if (roll === 0) return [];
          return roll === 1 ? [factOf({ ...fact, state: 'solved', endedAt: OPENED + 7 })] : [fact];
        });
        const packing = createFactPacking(createWords(1_000));
        const { packed: _, ...found } = packing.replace(packing.pack(before, OPENED), after, OPENED);
        expect(found).toEqual(difference(before, after.slice()));
      }),
      { numRuns: 300 },
    );
  });

  test('of one more event of a conversation are those of all its events', () => {
    fc.assert(
      fc.property(
        anyTimeline.filter(({ events }) => events.length > 1),
        (timeline) => {
          const earlier = measure({ ...timeline, events: timeline.events.slice(0, -1) }).facts;
          const now = measure(timeline).facts;
          const packing = createFactPacking(createWords(1_000));
          const { packed: _, ...found } = packing.replace(
            packing.pack(earlier, timeline.openedAt),
            now,
            timeline.openedAt,
          );
          expect(found).toEqual(difference(earlier, now.slice()));
        },
      ),
    );
  });

  test('leave no field of a fact out', () => {
    const fact = new Fact('said', OPENED, 0, factOf({}), 'a');
    Object.assign(fact, { queue: 'q', team: 't', priority: 'p', customerTier: 'g', policy: 's' });
    for (const [field, value] of Object.entries(fact)) {
      const other = factOf({ ...fact, [field]: typeof value === 'string' ? `${value}!` : (value ?? 0) + 1 });
      const packing = createFactPacking(createWords(1_000));
      const { packed: _, ...found } = packing.replace(packing.pack([fact], OPENED), [other], OPENED);
      expect(found, field).toEqual(difference([fact], [other]));
      expect(packing.replace(packing.pack([other], OPENED), [], OPENED).tombstones, field).toEqual([other]);
    }
  });
});
