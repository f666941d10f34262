import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCoverage } from '../../services/live/coverage.ts';

const KEY = 'contact.chats/0';
const at = (from: number, until: number, asOf: number | null = null) => ({
  ...{ topic: 'contact.chats', partition: 0, asOf, stored: 0n },
  ...{ from: BigInt(from), until: BigInt(until) },
});
const upTo = (offset: number) => new Map([[KEY, BigInt(offset)]]);

describe('the coverage of a partition', () => {
  it('never says that it knows a record that nobody told of, in whatever order it hears', () => {
    const range = fc
      .tuple(fc.nat(30), fc.integer({ min: 0, max: 10 }))
      .map(([from, length]) => [from, from + length] as const);
    fc.assert(
      fc.property(fc.array(range, { maxLength: 20 }), fc.nat(15), (ranges, stored) => {
        const coverage = createCoverage();
        coverage.stored(upTo(stored), new Map());
        const told = new Set(Array.from({ length: stored }, (_, offset) => offset));
        for (const [from, until] of ranges) {
          coverage.heard(at(from, until));
          for (let offset = from; offset < until; offset++) told.add(offset);
        }
        let known = 0;
        while (coverage.knows(KEY, BigInt(known))) known++;
        for (let offset = 0; offset < known; offset++) expect(told).toContain(offset);
        // Once storage has come to beyond the gap there is none.
        coverage.stored(coverage.beyondGaps(), new Map());
        expect(coverage.hasGap).toBe(false);
      }),
    );
  });

  it('is as old as what follows on what is known, and as its slowest partition', () => {
    const coverage = createCoverage();
    expect(coverage.asOf()).toBeNull();
    coverage.heard(at(0, 5, 100));
    coverage.heard(at(9, 9, 200));
    expect([coverage.hasGap, coverage.asOf()]).toEqual([true, 100]);
    coverage.heard(at(5, 9));
    expect([coverage.hasGap, coverage.asOf()]).toEqual([false, 200]);
    coverage.heard({ ...at(0, 0, 50), partition: 1 });
    expect(coverage.asOf()).toBe(50);
  });

  it('knows nothing of a topic that was made anew, whose offsets it has passed long ago', () => {
    const coverage = createCoverage();
    coverage.heard(at(0, 1_000, 1_000));
    // One who lost the partition and wakes up is late, and no other topic.
    coverage.heard(at(0, 500, 900));
    expect([coverage.hasGap, coverage.knows(KEY, 700n)]).toEqual([false, true]);
    coverage.heard(at(0, 3, 60_000));
    expect([coverage.hasGap, coverage.knows(KEY, 0n), coverage.asOf()]).toEqual([true, false, null]);
    coverage.stored(upTo(3), new Map());
    expect([coverage.hasGap, coverage.knows(KEY, 2n), coverage.asOf()]).toEqual([false, true, 60_000]);
  });
});
