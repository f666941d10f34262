import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movementsOf, pareto } from '../../../services/evaluation/complaints/pareto.ts';

const DAY = 86_400_000;
const count = (id: string, n: number, previous: number | null = null) => ({ id, n, previous });

describe('reasons of complaints', () => {
  it('stand by how common they are, with the share of all that are as common', () => {
    const found = pareto([count('b', 20), count('a', 50), count('d', 10), count('c', 20)], null);
    expect(found.map(({ id, share, cumulative }) => [id, share, cumulative])).toEqual([
      ['a', 0.5, 0.5],
      ['b', 0.2, 0.7],
      ['c', 0.2, 0.9],
      ['d', 0.1, 1],
    ]);
  });

  it('have no shares where nobody complained', () => {
    expect(pareto([count('a', 0)], null)[0]).toMatchObject({ share: null, cumulative: null, change: null });
  });

  it('have shares that add up to 1, whatever the order they come in', () => {
    const counts = fc.uniqueArray(fc.record({ id: fc.string(), n: fc.nat(1_000), previous: fc.nat(9) }), {
      selector: ({ id }) => id,
      minLength: 1,
    });
    fc.assert(
      fc.property(counts, (some) => {
        const found = pareto(some, null);
        if (some.every(({ n }) => n === 0)) return;
        expect(found.reduce((sum, { share }) => sum + share!, 0)).toBeCloseTo(1, 9);
        expect(found.at(-1)!.cumulative).toBe(1);
        expect(pareto(some.toReversed(), null)).toEqual(found);
      }),
    );
  });
});

describe('movement', () => {
  it('is of complaints a day: a period that has only begun has not fewer for that', () => {
    const [one] = movementsOf([{ n: 10, previous: 40 }], { now: 7 * DAY, before: 28 * DAY });
    expect(one).toMatchObject({ perDay: 0, relative: 0, significant: false });
    expect(one!.p).toBeCloseTo(1, 9);
  });

  it('from nothing is no multiple of it', () => {
    const [one] = movementsOf([{ n: 30, previous: 0 }], { now: 30 * DAY, before: 30 * DAY });
    expect(one).toMatchObject({ perDay: 1, relative: null, significant: true });
  });

  it('is held against chance once for all reasons together', () => {
    // Alone, 28 after 14 is rarer than one in twenty (score: z = 14 / sqrt(42) = 2.16, p = 0.031).
    const doubled = { n: 28, previous: 14 };
    const still = { n: 20, previous: 20 };
    const elapsed = { now: 28 * DAY, before: 28 * DAY };
    const [alone] = movementsOf([doubled], elapsed);
    const [among] = movementsOf([doubled, still, still], elapsed);
    expect(alone!.p).toBeCloseTo(0.0307, 3);
    expect(alone!.significant).toBe(true);
    expect(among!.pAdjusted).toBeCloseTo(3 * alone!.p!, 12);
    expect(among!.significant).toBe(false);
  });

  it('of what nobody ever complained for is none, and makes no other less certain', () => {
    const elapsed = { now: DAY, before: DAY };
    const found = movementsOf(
      [
        { n: 9, previous: 1 },
        { n: 0, previous: 0 },
      ],
      elapsed,
    );
    expect(found[1]).toBeNull();
    expect(found[0]!.pAdjusted).toBe(found[0]!.p);
  });
});
