/** Wakes whoever waits. A ring with nobody waiting is not remembered: check the condition, then wait. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring. */
  heard(): Promise<void>;
}

export function createBell(): Bell {
  let resolve: () => void = () => {};
  let next = new Promise<void>((done) => {
    resolve = done;
  });
  return {
    ring() {
      resolve();
      next = new Promise((done) => {
        resolve = done;
      });
    },
    heard: () => next,
  };
}

/** Timers cannot be set for longer. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Resolves at the next ring, after `ms`, or when the signal is aborted. */
export function heardWithin(bell: Bell, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(Math.max(ms, 0), MAX_TIMER_MS));
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
    void bell.heard().then(done);
  });
}
