/**
 * A read that all who ask before it begins have together. One is under way at a time, and whoever asks meanwhile has the
 * next one: nobody is given what was read before they asked. A failure is that of all who have the read.
 */
export function together<T>(read: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | null = null;
  return () => {
    if (next === null) {
      next = last.then(() => {
        next = null;
        return read();
      });
      last = next.catch(() => undefined);
    }
    return next;
  };
}
