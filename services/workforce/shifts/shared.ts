/**
 * Lets all who ask for the same while it is under way have that answer, and stops it once nobody waits for it any more.
 * The same key must always mean the same work.
 */
export interface Shared<T> {
  /** Rejects with the reason of `signal` where that is aborted; others go on waiting. */
  join(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Stops what is under way. */
  stop(reason: Error): void;
}

export function createShared<T>(): Shared<T> {
  const underWay = new Map<string, { answer: Promise<T>; stop: AbortController; waiting: number }>();

  function begin(key: string, work: (signal: AbortSignal) => Promise<T>) {
    const stop = new AbortController();
    const answer = work(stop.signal);
    const begun = { answer, stop, waiting: 0 };
    underWay.set(key, begun);
    const forget = () => {
      if (underWay.get(key) === begun) underWay.delete(key);
    };
    answer.then(forget, forget);
    return begun;
  }

  return {
    join(key, signal, work) {
      if (signal.aborted) return Promise.reject(signal.reason as Error);
      const joined = underWay.get(key) ?? begin(key, work);
      joined.waiting++;
      return new Promise<T>((resolve, reject) => {
        const leave = () => {
          reject(signal.reason as Error);
          joined.waiting--;
          if (joined.waiting > 0) return;
          // Whoever comes now begins anew: this one is ending.
          if (underWay.get(key) === joined) underWay.delete(key);
          joined.stop.abort(signal.reason);
        };
        signal.addEventListener('abort', leave, { once: true });
        joined.answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
      });
    },
    stop(reason) {
      for (const { stop } of underWay.values()) stop.abort(reason);
    },
  };
}
