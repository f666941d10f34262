import { describe, expect, test } from 'vitest';
import type { Fold } from '../../../services/domain/measure/fold.ts';
import { createFolds, type Foldable } from '../../../services/ingest/tracker/folds.ts';

function folded(bytes: number, dirty = false): Foldable & { long: { fold: Fold | null } } {
  const fold = { bytes: () => bytes } as Fold;
  return { long: { fold }, dirty };
}

describe('of folds', () => {
  test('those that settled nothing for longest go, until the others have room', () => {
    const folds = createFolds(100);
    const [a, b, c] = [folded(40), folded(40), folded(40)];
    for (const one of [a, b, c, a]) folds.settled(one);
    folds.trim();
    expect([a, b, c].map(({ long }) => long.fold !== null)).toEqual([true, false, true]);
  });

  test('one stays whose facts are not handed out yet', () => {
    const folds = createFolds(100);
    const [a, b, c] = [folded(40, true), folded(40), folded(40)];
    for (const one of [a, b, c]) folds.settled(one);
    folds.trim();
    expect([a, b, c].map(({ long }) => long.fold !== null)).toEqual([true, false, true]);
  });

  test('one that is removed takes no room', () => {
    const folds = createFolds(100);
    const [a, b, c] = [folded(40), folded(40), folded(40)];
    for (const one of [a, b, c]) folds.settled(one);
    folds.remove(b);
    folds.trim();
    expect([a, b, c].map(({ long }) => long.fold !== null)).toEqual([true, false, true]);
  });
});
