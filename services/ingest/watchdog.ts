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
