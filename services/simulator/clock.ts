/** Port: the time, and waiting for it. */
export interface Clock {
  /** UTC ms. */
  now(): number;
  /** Resolves when it is `at`, or at once when the signal is aborted; never rejects. */
  sleepUntil(at: number, signal: AbortSignal): Promise<void>;
}

/** Longest single timer; a system clock that is set meanwhile is noticed after this. */
const LONGEST_TIMER_MS = 60_000;

export const systemClock: Clock = {
  now: Date.now,
  async sleepUntil(at, signal) {
    for (let left = at - Date.now(); left > 0 && !signal.aborted; left = at - Date.now()) {
      await timer(Math.min(left, LONGEST_TIMER_MS), signal);
    }
  },
};

function timer(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timeout);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timeout = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
