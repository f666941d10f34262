import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byEffect, relativeDifference, verdictOf } from '../../../services/evaluation/compare/verdict.ts';
import { tell } from '../../../services/evaluation/compare/words.ts';
import { findMetric } from '../../../services/metrics/catalogue/index.ts';

interface Found {
  readonly from?: number | null;
  readonly by?: number;
  readonly interval?: readonly [number, number] | null;
  readonly p?: number | null;
}

function compared(metric: string, { from = 360_000, by = -80_000, interval = null, p = 0.01 }: Found) {
  const side = (value: number | null) => ({ value, n: 100, interval: null });
  return {
    metric: findMetric(metric)!,
    a: side(from),
    b: side(from === null ? null : from + by),
    difference: from === null ? null : by,
    interval: interval && { lower: interval[0], upper: interval[1] },
    p,
    pAdjusted: p,
    significant: p !== null && p <= 0.05,
  };
}

const sentence = (row: ReturnType<typeof compared>) => tell(row, verdictOf(row), 'en').sentence;

describe('a comparison is told', () => {
  it('as what the metric did, and within which limits', () => {
    const row = compared('aht', { interval: [-105_000, -55_000] });
    expect(verdictOf(row)).toBe('better');
    expect(tell(row, 'better', 'en')).toEqual({
      a: '6m',
      b: '4m 40s',
      difference: '−1m 20s',
      interval: '−1m 45s to −55s',
      p: '0.0100',
      sentence: 'fell by 1m 20s (95 %: 55s to 1m 45s)',
    });
    expect(tell(compared('aht', { p: 1e-9 }), 'better', 'en').p).toBe('< 0.0001');
    expect(tell(row, 'better', 'zh').sentence).toBe('下降了 1m 20s（95%：55s 至 1m 45s）');
  });

  it('of shares in points of a per cent', () => {
    const row = compared('service_level', { from: 0.8, by: -0.034, interval: [-0.06, -0.008] });
    expect(verdictOf(row)).toBe('worse');
    expect(sentence(row)).toBe('fell by 3.4 points (95 %: 0.8 to 6 points)');
    expect(tell(row, 'worse', 'en').a).toBe('80 %');
  });

  it('as no difference where chance may have brought it, and as nothing of too few', () => {
    expect(sentence(compared('aht', { by: 4_200, interval: [-9_000, 17_400], p: 0.4 }))).toBe(
      'no difference found (95 %: −9s to +17s)',
    );
    expect(sentence(compared('aht', { by: 4_200, interval: [2_000, 6_400], p: 0.12 }))).toBe(
      'no difference found: of so many metrics one differs like this by chance (95 %: +2s to +6.4s)',
    );
    expect(sentence(compared('aht', { p: null }))).toBe('too few cases to tell');
    expect(sentence(compared('aht', { from: null, p: null }))).toBe('too few cases to tell');
  });

  it('as a change where neither way is better', () => {
    expect(verdictOf(compared('offered', { from: 10, by: 5 }))).toBe('changed');
  });
});

it('the interval of a relative difference is its part above zero and its part below', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer(), fc.nat(), (from, lower, length) => {
      const row = compared('aht', { from, by: lower, interval: [lower, lower + length] });
      const { above, below, ...whole } = relativeDifference(row)!;
      expect(above.length - below.length).toBeCloseTo(whole.upper - whole.lower, 3);
      expect(Math.min(above.from, above.length)).toBeGreaterThanOrEqual(0);
      expect(Math.max(below.from, below.length)).toBeLessThanOrEqual(0);
      if (above.length > 0 && below.length < 0) expect([above.from, below.from]).toEqual([0, 0]);
    }),
  );
  expect(relativeDifference(compared('nps', { from: -10, by: 5, interval: [1, 9] }))).toBeNull();
});

it('the largest effects come first, and last of what nothing can be said', () => {
  const rows = [
    compared('ces', { p: null }),
    compared('aht', { by: -10_000, p: 0.6 }),
    compared('asa', { from: 10_000, by: 1_000 }),
    compared('csat', { from: 0.5, by: 0.2 }),
  ];
  expect(byEffect(rows).map(({ metric }) => metric.id)).toEqual(['csat', 'asa', 'aht', 'ces']);
});
