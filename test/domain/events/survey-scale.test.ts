import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { onScale, type Scale, scaleFault } from '../../../services/domain/events/survey-scale.ts';
import { isSatisfied } from '../../../services/domain/quality.ts';

const KINDS = ['csat', 'nps', 'ces', 'quality_review', 'peer_review'];

describe('an answer on a scale of its own', () => {
  it.each<[string, Scale, number, [number, number]]>([
    ['csat', { worst: 1, best: 5 }, 4, [4, 5]],
    ['csat', { worst: 0, best: 4 }, 0, [1, 5]],
    ['csat', { worst: 0, best: 4 }, 4, [5, 5]],
    ['csat', { worst: 0, best: 1 }, 1, [2, 2]],
    ['csat', { worst: 0, best: 10 }, 9, [10, 11]],
    ['csat', { worst: -2, best: 2 }, 0, [3, 5]],
    // German marks: 1 is the best.
    ['csat', { worst: 6, best: 1 }, 1, [6, 6]],
    ['csat', { worst: 6, best: 1 }, 5, [2, 6]],
    ['nps', { worst: 0, best: 10 }, 9, [9, 10]],
    ['ces', { worst: 1, best: 7 }, 6, [6, 7]],
    ['ces', { worst: 1, best: 5 }, 3, [4, 7]],
    ['ces', { worst: 1, best: 5 }, 4, [5.5, 7]],
    // The older question asked how much effort it was.
    ['ces', { worst: 5, best: 1 }, 1, [7, 7]],
    ['quality_review', { worst: 0, best: 100 }, 85, [85, 100]],
    ['quality_review', { worst: 1, best: 5 }, 3, [2, 4]],
    ['quality_review', { worst: 0, best: 1 }, 1, [2, 2]],
  ])('%s from %j: %d is %j', (kind, scale, answer, [score, scale_max]) => {
    expect(onScale(kind, answer, scale)).toEqual({ score, scale_max });
  });

  it('that is outside of it is none', () => {
    expect(onScale('csat', 6, { worst: 1, best: 5 })).toBeNull();
    expect(onScale('csat', 0, { worst: 6, best: 1 })).toBeNull();
    expect(onScale('csat', Number.NaN, { worst: 1, best: 5 })).toBeNull();
  });
});

const scales = fc
  .record({ worst: fc.integer({ min: -50, max: 49 }), best: fc.integer({ min: -50, max: 49 }) })
  .filter(({ worst, best }) => worst !== best);

test('the best answer of any scale is a satisfied one, the worst is not, and both are on the scale of their kind', () => {
  fc.assert(
    fc.property(scales, fc.constantFrom(...KINDS), (scale, kind) => {
      const [best, worst] = [scale.best, scale.worst].map((answer) => onScale(kind, answer, scale)!);
      if (kind === 'nps') return;
      for (const answer of [best!, worst!]) expect(scaleFault({ kind, ...answer })).toBeNull();
      if (kind !== 'csat') return;
      expect(isSatisfied(best!.score, best!.scale_max)).toBe(true);
      expect(isSatisfied(worst!.score, worst!.scale_max)).toBe(false);
    }),
  );
});

test('a better answer never becomes a worse one', () => {
  fc.assert(
    fc.property(scales, fc.constantFrom(...KINDS), fc.nat(100), fc.nat(100), (scale, kind, a, b) => {
      const toward = Math.sign(scale.best - scale.worst);
      const steps = Math.abs(scale.best - scale.worst);
      const [less, more] = [Math.min(a, b), Math.max(a, b)].map((n) =>
        onScale(kind, scale.worst + toward * Math.min(n, steps), scale),
      );
      expect(more!.score).toBeGreaterThanOrEqual(less!.score);
    }),
  );
});
