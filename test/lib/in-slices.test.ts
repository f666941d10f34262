import { expect, test } from 'vitest';
import { inSlices } from '../../services/lib/in-slices.ts';

/** Keeps the event loop as long as a slice may take at most, and a little more. */
function work(): void {
  const begunAt = performance.now();
  while (performance.now() - begunAt < 12);
}

test('items are worked on in order, and others have the event loop in between', async () => {
  const seen: (number | 'another')[] = [];
  setImmediate(() => seen.push('another'));
  await inSlices([1, 2, 3], (item) => {
    work();
    seen.push(item);
  });
  expect(seen.filter((one) => one !== 'another')).toEqual([1, 2, 3]);
  expect(seen.indexOf('another')).toBeLessThan(seen.indexOf(3));
});

test('what an item throws ends the work', async () => {
  const seen: number[] = [];
  const work = inSlices([1, 2, 3], (item) => {
    seen.push(item);
    if (item === 2) throw new RangeError('two');
  });
  await expect(work).rejects.toThrow('two');
  expect(seen).toEqual([1, 2]);
});
