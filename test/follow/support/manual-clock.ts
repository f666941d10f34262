import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../services/follow/clock.ts';

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Lets time pass, and whoever waits for it do its work. */
  pass(ms: number): Promise<void>;
}

/** Turns of the event loop in which work that waits for no time comes to its end. */
const TURNS = 3;

export function manualClock(): ManualClock {
  let now = 1_000_000;
  const sleepers = new Set<{ at: number; wake: () => void }>();

  async function settle(): Promise<void> {
    for (let i = 0; i < TURNS; i++) await setImmediate();
  }

  return {
    now: () => now,
    sleep(ms, signal) {
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const sleeper = {
          at: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            signal.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal.addEventListener('abort', sleeper.wake, { once: true });
      });
    },
    async pass(ms) {
      const until = now + ms;
      await settle();
      for (;;) {
        const [next] = [...sleepers].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at);
        if (next === undefined) break;
        now = next.at;
        next.wake();
        await settle();
      }
      now = until;
    },
  };
}
