import { expect, it } from 'vitest';
import { medianOf, trimmedMean } from '../../../services/domain/forecast/robust.ts';

const mean = (values: number[], weights: number[], trim: number) =>
  trimmedMean(Float64Array.from(values), Float64Array.from(weights), values.length, trim);

it('takes the middle, or the mean of the two in the middle', () => {
  expect(medianOf(Float64Array.from([9, 1, 5]), 3)).toBe(5);
  expect(medianOf(Float64Array.from([9, 1, 5, 3]), 4)).toBe(4);
  expect(medianOf(Float64Array.from([9, 1, 5, 3]), 2)).toBe(5);
  expect(medianOf(new Float64Array(3), 0)).toBeNaN();
});

it('sorts many as well as few', () => {
  const many = Float64Array.from({ length: 101 }, (_, i) => (i * 37) % 101);
  expect(medianOf(many, 101)).toBe(50);
});

it('cuts a quarter off at both ends, and values at the border in part', () => {
  // Of four, the outer two.
  expect(mean([1, 2, 4, 1000], [1, 1, 1, 1], 0.25)).toBe(3);
  // Weights 3 and 1: from 1 to 3 of 4 all is the first value.
  expect(mean([10, 20], [3, 1], 0.25)).toBe(10);
  // Weights 1, 1, 1: from 0.75 to 2.25 of 3 are a quarter of the first, the second, a quarter of the third.
  expect(mean([0, 6, 12], [1, 1, 1], 0.25)).toBeCloseTo((0.25 * 0 + 6 + 0.25 * 12) / 1.5, 12);
});

it('is the mean without a cut, and about the median with the largest', () => {
  expect(mean([1, 2, 9], [1, 1, 1], 0)).toBe(4);
  expect(mean([1, 2, 900], [1, 1, 1], 0.5)).toBeCloseTo(2, 9);
});

it('knows nothing of nothing', () => {
  expect(mean([], [], 0.25)).toBeNaN();
  expect(mean([5], [0], 0.25)).toBeNaN();
});
