import { retryForever } from '../lib/backoff.ts';
import { codeOf, LinewatchError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import type { DeliveryOptions } from './options.ts';

/** Runs steps that need a server until they succeed, however long the server is away. */
export interface Insistence {
  /** Rejects when the signal is aborted, when the partitions are lost, and with what is no server's fault. */
  insist<T>(signal: AbortSignal, step: string, run: () => Promise<T>): Promise<T>;
  close(): void;
}

export function createInsistence(
  deps: {
    log: Log;
    /** Told that a step waits for a server, with the error's code, and with null when it goes on. */
    onWaiting: (step: string, code: string | null) => void;
    /** Told of a step that has not come back for `stallMs`. */
    onStalled: (error: Error) => void;
  },
  options: Pick<DeliveryOptions, 'backoff' | 'stallMs'>,
): Insistence {
  const watchdog = createWatchdog(options.stallMs, (step) =>
    deps.onStalled(
      new LinewatchError('INGEST_STALLED', `"${step}" has not come back for ${options.stallMs} ms`),
    ),
  );
  return {
    async insist(signal, step, run) {
      let waited = false;
      const attempt = async () => {
        const returned = watchdog.watch(step);
        try {
          return await run();
        } finally {
          returned();
        }
      };
      try {
        return await retryForever(attempt, {
          backoff: options.backoff,
          signal,
          onError: (error, attempt) => {
            if (!(error instanceof LinewatchError) || error.code === 'PARTITIONS_LOST') throw error;
            waited = true;
            deps.onWaiting(step, error.code);
            // Not the message: a server's may quote a value.
            deps.log.warn({ step, attempt, code: error.code, cause: codeOf(error.cause) }, 'will try again');
          },
        });
      } finally {
        if (waited) deps.onWaiting(step, null);
      }
    },
    close: () => watchdog.close(),
  };
}

/**
 * Notices calls that neither return nor fail. Every call of ingest has a timeout of its own; one that outlives
 * all of them is a bug, here or in a client, and only a new process gets over it.
 */
export interface Watchdog {
  /** Watches a call until the function that it gives is called. */
  watch(name: string): () => void;
  close(): void;
}

const TICK_MS = 1_000;

/**
 * Time is counted in ticks of this process, so that one that was stopped or whose machine slept is not blamed.
 *
 * @param stallMs how long a call may take.
 * @param onStall told once, with the call's name.
 */
export function createWatchdog(stallMs: number, onStall: (name: string) => void, tickMs = TICK_MS): Watchdog {
  const running = new Map<symbol, { name: string; ticks: number }>();
  const timer = setInterval(() => {
    for (const call of running.values()) {
      call.ticks++;
      if (call.ticks * tickMs < stallMs) continue;
      clearInterval(timer);
      onStall(call.name);
      return;
    }
  }, tickMs);
  timer.unref();
  return {
    watch(name) {
      const id = Symbol(name);
      running.set(id, { name, ticks: 0 });
      return () => running.delete(id);
    },
    close: () => clearInterval(timer),
  };
}
