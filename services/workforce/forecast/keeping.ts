/** Answers that take long to make and hold for a while. */
export interface Keeping<T> {
  /**
   * What is kept of a key, or else made. Who asks while it is made waits for the same; what fails is not kept.
   *
   * @param reference what it was made by: with another one it is made anew
   */
  get(key: string, reference: object, make: () => Promise<T>): Promise<T>;
}

interface Entry<T> {
  readonly reference: object;
  readonly madeAt: number;
  readonly value: Promise<T>;
  size: number;
}

/**
 * @param now UTC ms
 * @param limits how long a value holds, ms, and how much is kept together; what was asked for longest ago goes first
 * @param sizeOf how much a value is; one that is nothing counts 1, so that answers to nonsense do not pile up
 */
export function createKeeping<T>(
  now: () => number,
  limits: { readonly holdsMs: number; readonly size: number },
  sizeOf: (value: T) => number,
): Keeping<T> {
  // In the order in which they were asked for.
  const entries = new Map<string, Entry<T>>();

  function makeRoom(): void {
    let size = 0;
    for (const entry of entries.values()) size += entry.size;
    for (const [key, entry] of entries) {
      if (size <= limits.size || entries.size === 1) return;
      entries.delete(key);
      size -= entry.size;
    }
  }

  return {
    get(key, reference, make) {
      const known = entries.get(key);
      entries.delete(key);
      if (known?.reference === reference && now() - known.madeAt < limits.holdsMs) {
        entries.set(key, known);
        return known.value;
      }
      const entry: Entry<T> = { reference, madeAt: now(), value: make(), size: 0 };
      entries.set(key, entry);
      entry.value.then(
        (value) => {
          entry.size = Math.max(1, sizeOf(value));
          makeRoom();
        },
        () => {
          if (entries.get(key) === entry) entries.delete(key);
        },
      );
      return entry.value;
    },
  };
}
