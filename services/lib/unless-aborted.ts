/**
 * What the work comes to; undefined as soon as the signal is aborted, which leaves the work to itself. A race with a promise
 * of the signal's would be remembered by it for as long as the process runs.
 */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const abort = () => resolve(undefined);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
