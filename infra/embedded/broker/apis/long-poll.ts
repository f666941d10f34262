import type { PartitionLog } from '../log/partition-log.ts';

/**
 * Resolves when `bytes` more were appended to `logs` together, when one of them is deleted, after `maxMs`,
 * or when `signal` aborts.
 */
export function waitForBytes(
  logs: readonly PartitionLog[],
  bytes: number,
  maxMs: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    let missing = bytes;
    const subscriptions = logs.map((log) =>
      log.onAppend((appended) => {
        missing -= appended;
        if (missing <= 0) finish();
      }),
    );
    const timer = setTimeout(finish, maxMs);
    signal.addEventListener('abort', finish);

    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      for (const unsubscribe of subscriptions) unsubscribe();
      resolve();
    }
  });
}
