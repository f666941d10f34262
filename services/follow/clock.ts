import { setTimeout } from 'node:timers/promises';

/** Port: the time, and waiting. */
export interface Clock {
  /** UTC ms. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => {}),
};
