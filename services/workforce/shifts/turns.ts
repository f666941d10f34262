import { LinewatchError } from '../../lib/errors.ts';

/** Work that is done one at a time, in order of arrival. */
export interface Turns {
  /**
   * Does the work when its turn has come. Rejects with `SHIFTS_BUSY` (retriable) where too many wait, and with the
   * reason of the signal where it is aborted before its turn; its place is free for others then.
   */
  take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createTurns(maxWaiting: number): Turns {
  let last: Promise<unknown> = Promise.resolve();
  /** The one that works, and those that wait for it. */
  const places = new Set<object>();
  return {
    async take(signal, work) {
      signal.throwIfAborted();
      if (places.size > maxWaiting) {
        const message = `${maxWaiting} shift plans are waiting already`;
        throw new LinewatchError('SHIFTS_BUSY', message, { retriable: true });
      }
      const place = {};
      places.add(place);
      // Until its turn only: work that was begun has its place until it has ended.
      const leave = () => places.delete(place);
      signal.addEventListener('abort', leave, { once: true });
      const done = last.then(() => {
        signal.removeEventListener('abort', leave);
        signal.throwIfAborted();
        return work();
      });
      last = done.then(leave, leave);
      return done;
    },
  };
}
