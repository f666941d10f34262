import { setTimeout as sleep } from 'node:timers/promises';

/** Waiting times that double from `minMs` to `maxMs`, each with up to half of it taken off at random. */
export interface Backoff {
  minMs: number;
  maxMs: number;
}

/** The wait before retry number `attempt` (from 0), in ms. */
export function backoffMs(
  attempt: number,
  { minMs, maxMs }: Backoff,
  random: () => number = Math.random,
): number {
  const full = Math.min(maxMs, minMs * 2 ** Math.min(attempt, 30));
  return full - random() * (full / 2);
}

/**
 * Calls `attempt` until it succeeds. `onError` hears of each failure and may throw to give up.
 * Rejects with the signal's reason when it is aborted.
 */
export async function retryForever<T>(
  attempt: () => Promise<T>,
  options: { backoff: Backoff; signal: AbortSignal; onError: (error: unknown, attempt: number) => void },
): Promise<T> {
  for (let n = 0; ; n++) {
    options.signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      options.onError(error, n);
      await sleep(backoffMs(n, options.backoff), undefined, { signal: options.signal });
    }
  }
}
