import { setTimeout as sleep } from 'node:timers/promises';
import { type Backoff, backoffMs } from '../lib/backoff.ts';

/** Does something for as long as this process leads. */
export interface Tenure {
  /** Begins or ends it; ending does not wait until it has stopped, beginning does. */
  change(leads: boolean): void;
  /** Begins anew if it is under way: what it is made of has changed. */
  again(): void;
  close(): Promise<void>;
}

/** @param onError told when `run` rejects though it was not to stop; it is run again. */
export function createTenure(
  run: (signal: AbortSignal) => Promise<void>,
  options: { backoff: Backoff; onError: (error: unknown) => void },
): Tenure {
  let current: AbortController | null = null;
  let stopped: Promise<void> = Promise.resolve();

  async function keepRunning(signal: AbortSignal): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await run(signal);
      } catch (error) {
        if (signal.aborted) return;
        options.onError(error);
        await sleep(backoffMs(attempt, options.backoff), undefined, { signal }).catch(() => {});
      }
    }
  }

  function change(leads: boolean): void {
    current?.abort();
    current = leads ? new AbortController() : null;
    if (current !== null) {
      const { signal } = current;
      stopped = stopped.then(() => keepRunning(signal));
    }
  }

  return {
    change,
    again() {
      if (current !== null) change(true);
    },
    async close() {
      current?.abort();
      await stopped;
    },
  };
}
