import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pace } from '../../domain/shifts/drafts.ts';

/** Longest that the event loop is kept, ms. */
const SLICE_MS = 10;

/**
 * Lets the event loop do other things between steps. Rejects with the reason of the signal once that is aborted.
 *
 * @param clock monotonic, ms
 */
export function paceOf(clock: () => number, signal: AbortSignal): Pace {
  return async (steps, limitMs) => {
    const begunAt = clock();
    let sliceAt = begunAt;
    for (const _ of steps) {
      const at = clock();
      if (at - begunAt >= limitMs) break;
      if (at - sliceAt < SLICE_MS) continue;
      await nextTurn();
      signal.throwIfAborted();
      sliceAt = clock();
    }
    return clock() - begunAt;
  };
}
