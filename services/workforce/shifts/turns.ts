import { LinewatchError } from '../../lib/errors.ts';

/** Work that is done one at a time, in order of arrival. */
export interface Turns {
  /**
   * Does the work when its turn has come. Rejects with `SHIFTS_BUSY` (retriable) where too many wait, and with the
   * reason of the signal where it is aborted before its turn.
   */
  take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createTurns(maxWaiting: number): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    async take(signal, work) {
      if (waiting > maxWaiting) {
        const message = `${maxWaiting} shift plans are waiting already`;
        throw new LinewatchError('SHIFTS_BUSY', message, { retriable: true });
      }
      waiting++;
      const done = last.then(() => {
        signal.throwIfAborted();
        return work();
      });
      last = done.then(
        () => waiting--,
        () => waiting--,
      );
      return done;
    },
  };
}
