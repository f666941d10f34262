import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excludesZero } from '../../../services/domain/statistics/interval.ts';
import { sumInterval } from '../../../services/domain/statistics/linear-combination.ts';
import { type Candidate, sharedRanks } from '../../../services/domain/statistics/shared-ranks.ts';

const around = (key: string, estimate: number, half: number): Candidate => ({
  key,
  estimate,
  interval: { lower: estimate - half, upper: estimate + half },
});

test('who cannot be told apart from the leader shares the rank, the next ranks behind them all', () => {
  const ranked = sharedRanks([
    around('c', 70, 3),
    around('a', 90, 4),
    around('b', 86, 3),
    around('d', 60, 3),
  ]);
  expect(ranked).toEqual([
    { key: 'a', rank: 1, shared: true },
    // 4 apart, and 5 is what the two intervals cannot tell.
    { key: 'b', rank: 1, shared: true },
    { key: 'c', rank: 3, shared: false },
    { key: 'd', rank: 4, shared: false },
  ]);
});

test('a group is measured at its leader: close neighbours do not chain into one', () => {
  const ranked = sharedRanks([100, 96, 92, 88].map((estimate) => around(`${estimate}`, estimate, 3.5)));
  expect(ranked.map(({ rank }) => rank)).toEqual([1, 1, 3, 3]);
});

test('who has too few cases has no rank and takes none', () => {
  const ranked = sharedRanks([{ key: 'few', estimate: 99, interval: null }, around('a', 90, 4)]);
  expect(ranked).toEqual([
    { key: 'a', rank: 1, shared: false },
    { key: 'few', rank: null, shared: false },
  ]);
  expect(sharedRanks([])).toEqual([]);
});

const CANDIDATES = fc
  .array(
    fc.record({
      estimate: fc.integer({ min: 0, max: 100 }),
      below: fc.integer({ min: 0, max: 15 }),
      above: fc.integer({ min: 0, max: 15 }),
      known: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  .map((drawn) =>
    drawn.map(({ estimate, below, above, known }, at) => ({
      key: `agent-${at}`,
      estimate,
      interval: known ? { lower: estimate - below, upper: estimate + above } : null,
    })),
  );

test('the order of the candidates and their keys do not change a rank', () => {
  fc.assert(
    fc.property(CANDIDATES, fc.infiniteStream(fc.nat()), (candidates, stream) => {
      const ranks = new Map(sharedRanks(candidates).map(({ key, rank }) => [key, rank]));
      const shuffled = candidates
        .map((candidate) => ({ candidate, by: stream.next().value as number }))
        .sort((a, b) => a.by - b.by)
        .map(({ candidate, by }) => ({ ...candidate, key: `${by}/${candidate.key}` }));
      for (const { key, rank } of sharedRanks(shuffled)) expect(rank).toBe(ranks.get(key.split('/')[1]!));
    }),
  );
});

test('ranks count who is before, fall with the estimate, and every member of a group is close to its leader', () => {
  fc.assert(
    fc.property(CANDIDATES, (candidates) => {
      const of = new Map(candidates.map((candidate) => [candidate.key, candidate]));
      const ranked = sharedRanks(candidates);
      expect(ranked.map(({ key }) => key).sort()).toEqual([...of.keys()].sort());
      const known = ranked.filter(({ rank }) => rank !== null);
      expect(known).toHaveLength(candidates.filter(({ interval }) => interval !== null).length);
      let leader = known[0];
      for (const [at, one] of known.entries()) {
        const before = known[at - 1];
        if (before) expect(of.get(before.key)!.estimate).toBeGreaterThanOrEqual(of.get(one.key)!.estimate);
        const apart = excludesZero(
          sumInterval([
            { weight: 1, estimate: of.get(leader!.key)!.estimate, interval: of.get(leader!.key)!.interval! },
            { weight: -1, estimate: of.get(one.key)!.estimate, interval: of.get(one.key)!.interval! },
          ]),
        );
        if (apart) leader = one;
        expect(one.rank).toBe(apart ? at + 1 : leader!.rank);
        expect(one.shared).toBe(known.filter(({ rank }) => rank === one.rank).length > 1);
      }
    }),
  );
});
