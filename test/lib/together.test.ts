import { describe, expect, it } from 'vitest';
import { together } from '../../services/lib/together.ts';

describe('what is read together', () => {
  it('is read once for all who ask before it begins, and once more for all who ask meanwhile', async () => {
    const reads = byHand();
    const ask = together(reads.begin);
    const first = [ask(), ask()];
    await soon();
    const second = [ask(), ask(), ask()];
    await soon();
    expect(reads.begun, 'one at a time').toBe(1);
    reads.end(1);
    expect(await Promise.all(first)).toEqual(['read 1', 'read 1']);
    await soon();
    expect(reads.begun).toBe(2);
    reads.end(2);
    expect(await Promise.all(second)).toEqual(['read 2', 'read 2', 'read 2']);
  });

  it('is never what was read before somebody asked', async () => {
    let stored = 0;
    const ask = together(async () => {
      const seen = stored;
      await soon();
      return seen;
    });
    await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        for (let turn = 0; turn < i % 7; turn++) await soon();
        const mine = ++stored;
        expect(await ask()).toBeGreaterThanOrEqual(mine);
      }),
    );
  });

  it('fails for all who have the read, and not for those after them', async () => {
    let reads = 0;
    const ask = together(async () => {
      if (++reads === 1) throw new Error('away');
      return reads;
    });
    const answers = await Promise.allSettled([ask(), ask()]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await ask()).toBe(2);
  });
});

/** Reads that end when the test says so. */
function byHand() {
  const ends: (() => void)[] = [];
  return {
    get begun() {
      return ends.length;
    },
    begin: () => new Promise<string>((resolve) => void ends.push(() => resolve(`read ${ends.length}`))),
    end: (number: number) => ends[number - 1]!(),
  };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));
