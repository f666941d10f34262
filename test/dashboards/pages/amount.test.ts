import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AmountUnit,
  readAmount,
  typedAmount,
  writeAmount,
} from '../../../dashboards/viewer/src/pages/parts/amount.ts';

describe('what is typed as an amount', () => {
  it.each<[string, AmountUnit, number | null]>([
    ['4m 30s', 'ms', 270_000],
    ['1.5h', 'ms', 5_400_000],
    ['１ｍ', 'ms', 60_000],
    ['90', 'ms', null],
    ['80%', 'ratio', 0.8],
    ['35 %', 'ratio', 0.35],
    ['0.8', 'ratio', 0.8],
    ['80', 'ratio', null],
    ['110%', 'ratio', null],
    ['-5', 'score', -5],
    ['50%', 'count', null],
    ['', 'count', null],
  ])('%s in %s', (typed, unit, expected) => {
    expect(readAmount(typed, unit)).toBe(expected);
  });

  it('is written without fractions nobody reads', () => {
    expect(writeAmount(4_407.67, 'count', 'en')).toBe('4,408');
    expect(writeAmount(7.25, 'count', 'en')).toBe('7.25');
    expect(writeAmount(0.8, 'ratio', 'en')).toBe('80%');
    expect(writeAmount(null, 'count', 'en')).toBe('–');
  });

  it('is read as what was written', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10_000_000 }), (ms) => {
        expect(readAmount(typedAmount(ms, 'ms'), 'ms')).toBe(ms);
        const share = (ms % 10_001) / 10_000;
        expect(readAmount(typedAmount(share, 'ratio'), 'ratio')).toBe(share);
      }),
    );
  });
});
