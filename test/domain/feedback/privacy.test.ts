import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHOWN_FROM } from '../../../services/domain/feedback/blocks.ts';
import type { GivenAnswer, PeerAnswer } from '../../../services/domain/feedback/peer-answer.ts';
import { getOrInsert } from '../../../services/lib/get-or-insert.ts';
import { exposedPair, formsOf, peopleAt, type Release, TEAMS } from './attack.ts';

const Q1 = Date.parse('2026-02-10T10:00:00Z');
const Q2 = Date.parse('2026-05-10T10:00:00Z');
const STAFF = [...TEAMS.east!, ...TEAMS.west!, 'lead'];

const mostly = <Value>(usual: Value, ...others: Value[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(...others) },
  );

/** Few agents and people, so that many answers meet; repeated answers, other scales, false claims and nameless people. */
const given: fc.Arbitrary<GivenAnswer> = fc.record({
  conversation: mostly('c1', 'c2'),
  survey: fc.nat(30).map((number) => `s${number}`),
  criterion: mostly('collaboration', 'courtesy'),
  agent: mostly('a1', ...TEAMS.east!, ...TEAMS.west!),
  actorKind: mostly('agent', 'customer'),
  actor: fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...STAFF) }, fc.constant('')),
  relation: mostly('colleague', '', 'supervisor', 'self', 'customer'),
  score: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: 0, max: 5, noNaN: true })),
  scale: mostly(5, 7),
  at: mostly(Q1, Q2),
  partition: mostly(0, 1),
});

/** What has come of each of two partitions at some instants: they come on independently. */
interface World {
  answers: GivenAnswer[];
  instants: [number, number][];
}

const world: fc.Arbitrary<World> = fc.record({
  answers: fc.array(given, { minLength: 60, maxLength: 80 }),
  instants: fc
    .array(fc.tuple(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 80 })), {
      minLength: 5,
      maxLength: 5,
    })
    .map((some): World['instants'] => [...some, [80, 80]]),
});

const RUNS = { numRuns: 60, seed: 14 };
const isIn = (part: number) => Math.abs(part) > 1e-9;

/** Mean of all answers of an atom, as soon as they are of three people: what one would write first. */
const threshold: Release = (answers) => {
  const atoms = new Map<string, PeerAnswer[]>();
  for (const answer of answers) {
    const { agent, quarter, dimension, relation } = answer;
    if (relation !== 'self')
      getOrInsert(atoms, JSON.stringify([agent, quarter, dimension, relation]), () => []).push(answer);
  }
  return [...atoms.values()].flatMap((all) => {
    const { agent, quarter, dimension, relation, scale } = all[0]!;
    const reviewers = new Set(all.map(({ reviewer }) => reviewer));
    const sum = all.reduce((total, one) => total + (one.score * scale) / one.scale, 0);
    if (reviewers.size < SHOWN_FROM) return [];
    return [
      { agent, quarter, dimension, relation: relation as 'colleague', scale, sum, n: all.length, reviewers },
    ];
  });
};

describe('figures of all questions, at several instants', () => {
  it('are of three people or more, and so is what any two, and any number of them, differ by', () => {
    let pairs = 0;
    fc.assert(
      fc.property(world, ({ answers, instants }) => {
        const forms = formsOf(answers, instants);
        for (const form of forms) {
          expect(peopleAt(answers, (i) => isIn(form[i]!))).toBeGreaterThanOrEqual(SHOWN_FROM);
          for (const other of forms) {
            pairs++;
            const differing = peopleAt(answers, (i) => isIn(form[i]!) && !isIn(other[i]!));
            expect(differing === 0 || differing >= SHOWN_FROM).toBe(true);
          }
        }
        expect(exposedPair(answers, forms)).toBeNull();
      }),
      RUNS,
    );
    expect(pairs).toBeGreaterThan(5_000);
  });

  it('would be found out if only few answers were hidden: then the next person is the difference', () => {
    const isLeaking = ({ answers, instants }: World) =>
      exposedPair(answers, formsOf(answers, instants, threshold)) !== null;
    expect(fc.sample(world, { ...RUNS, numRuns: 5 }).filter(isLeaking)).not.toEqual([]);
  });
});
