/**
 * What the work comes to; rejects with the signal's reason as soon as that is aborted, and leaves the work to itself. A
 * race with a promise of the signal's would be remembered by it for as long as the process runs.
 */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
