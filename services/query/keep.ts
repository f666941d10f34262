/** Gives the answer of a moment ago again, to whoever asks for the same. A failure is not kept. */
export type Keep = <T>(key: string, ask: () => Promise<T>) => Promise<T>;

/**
 * @param maxAgeMs how old an answer may be, counted from when it was asked for
 * @param now UTC ms
 */
export function createKeep(maxAgeMs: number, now: () => number): Keep {
  const kept = new Map<string, { since: number; answer: Promise<unknown> }>();
  const dropOld = () => {
    for (const [key, { since }] of kept) if (now() - since >= maxAgeMs) kept.delete(key);
  };
  return <T>(key: string, ask: () => Promise<T>) => {
    dropOld();
    const known = kept.get(key)?.answer as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = ask();
    kept.set(key, { since: now(), answer });
    answer.catch(() => {
      if (kept.get(key)?.answer === answer) kept.delete(key);
    });
    return answer;
  };
}
