import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { erlangB, linesFor } from '../../../services/domain/erlang/erlang-b.ts';

describe('METRICS.md section 7, Erlang B', () => {
  test('B(1, 1) = 0.5 and B(2, 1) = 0.2', () => {
    expect(erlangB(1, 1)).toBeCloseTo(0.5, 15);
    expect(erlangB(1, 2)).toBeCloseTo(0.2, 15);
  });

  test('10 erlangs with at most 2 % lost need 17 lines', () => {
    expect(linesFor(10, 0.02)).toBe(17);
  });
});

test('it is the formula with factorials, where that can be computed', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 50, noNaN: true }),
      fc.integer({ min: 0, max: 60 }),
      (erlangs, lines) => {
        let term = 1;
        let sum = 1;
        for (let line = 1; line <= lines; line++) {
          term *= erlangs / line;
          sum += term;
        }
        expect(erlangB(erlangs, lines) / (term / sum)).toBeCloseTo(1, 12);
      },
    ),
    { numRuns: 1000 },
  );
});

test('one line less than linesFor gives would lose too many', () => {
  const blocking = fc.double({ min: 0.001, max: 0.9, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0, max: 500, noNaN: true }), blocking, (erlangs, maxBlocking) => {
      const lines = linesFor(erlangs, maxBlocking);
      expect(erlangB(erlangs, lines)).toBeLessThanOrEqual(maxBlocking);
      if (lines > 0) expect(erlangB(erlangs, lines - 1)).toBeGreaterThan(maxBlocking);
    }),
    { numRuns: 1000 },
  );
});

test('thousands of lines neither overflow nor lose digits', () => {
  expect(erlangB(10_000, 10_000)).toBeCloseTo(0.00793695, 6);
  expect(erlangB(1, 1000)).toBe(0);
});

test('what is no load or no number of lines is refused', () => {
  expect(() => erlangB(-1, 1)).toThrow(expect.objectContaining({ code: 'ERLANG_BAD_INPUT' }));
  expect(() => erlangB(Number.NaN, 1)).toThrow(expect.objectContaining({ code: 'ERLANG_BAD_INPUT' }));
  expect(() => erlangB(1, 1.5)).toThrow(expect.objectContaining({ code: 'ERLANG_BAD_INPUT' }));
  expect(() => erlangB(1, 1e9)).toThrow(expect.objectContaining({ code: 'ERLANG_TOO_LARGE' }));
  expect(() => linesFor(10, 0)).toThrow(expect.objectContaining({ code: 'ERLANG_BAD_INPUT' }));
  expect(() => linesFor(1e9, 0.01)).toThrow(expect.objectContaining({ code: 'ERLANG_TOO_LARGE' }));
});
