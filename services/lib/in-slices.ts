import { setImmediate as nextTurn } from 'node:timers/promises';

/** Longest that the event loop is kept, ms. */
const SLICE_MS = 10;

/** Does something with each item, in order, and lets the event loop do other things every now and then. */
export async function inSlices<T>(items: Iterable<T>, run: (item: T) => void): Promise<void> {
  let begunAt = performance.now();
  for (const item of items) {
    run(item);
    if (performance.now() - begunAt < SLICE_MS) continue;
    await nextTurn();
    begunAt = performance.now();
  }
}
