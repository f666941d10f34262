import { expect } from 'vitest';

/** Within a thousandth of what is asked for, 1e-6 of the size; 1e-15 where it is 0. */
export function expectClose(actual: number | null | undefined, expected: number): void {
  expect(actual, `for ${expected}`).toEqual(expect.any(Number));
  const distance = Math.abs((actual as number) - expected);
  expect(distance, `${actual} for ${expected}`).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-15);
}
