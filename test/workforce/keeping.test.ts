import { beforeEach, describe, expect, it } from 'vitest';
import { createKeeping, type Keeping } from '../../services/workforce/forecast/keeping.ts';

const REFERENCE = {};

describe('kept answers', () => {
  let now: number;
  let made: string[];
  let keeping: Keeping<number>;
  const make =
    (name: string, size = 1) =>
    async () => {
      made.push(name);
      return size;
    };
  beforeEach(() => {
    now = 0;
    made = [];
    keeping = createKeeping<number>(
      () => now,
      { holdsMs: 1_000, size: 10 },
      (size) => size,
    );
  });

  it('are made once for all who ask in the meantime and after', async () => {
    const [first, second] = await Promise.all([
      keeping.get('a', REFERENCE, make('a', 7)),
      keeping.get('a', REFERENCE, make('again')),
    ]);
    now = 999;
    expect([first, second, await keeping.get('a', REFERENCE, make('later'))]).toEqual([7, 7, 7]);
    expect(made).toEqual(['a']);
  });

  it('are made anew when they are too old, or by another reference', async () => {
    await keeping.get('a', REFERENCE, make('a'));
    now = 1_000;
    await keeping.get('a', REFERENCE, make('aged'));
    await keeping.get('a', {}, make('changed'));
    expect(made).toEqual(['a', 'aged', 'changed']);
  });

  it('make room for new ones, those asked for longest ago first', async () => {
    await keeping.get('a', REFERENCE, make('a', 4));
    await keeping.get('b', REFERENCE, make('b', 4));
    await keeping.get('a', REFERENCE, make('a again', 4));
    await keeping.get('c', REFERENCE, make('c', 4));
    await keeping.get('a', REFERENCE, make('a once more', 4));
    await keeping.get('b', REFERENCE, make('b again', 4));
    expect(made).toEqual(['a', 'b', 'c', 'b again']);
  });

  it('do not pile up where they are nothing', async () => {
    for (let i = 0; i < 11; i++) await keeping.get(`nothing ${i}`, REFERENCE, make('nothing', 0));
    made = [];
    await keeping.get('nothing 10', REFERENCE, make('kept', 0));
    await keeping.get('nothing 0', REFERENCE, make('made again', 0));
    expect(made).toEqual(['made again']);
  });

  it('are not kept where they failed', async () => {
    const failing = keeping.get('a', REFERENCE, async () => {
      throw new Error('away');
    });
    await expect(failing).rejects.toThrow('away');
    expect(await keeping.get('a', REFERENCE, make('a', 3))).toBe(3);
  });
});
