/**
 * Lets all who ask for the same while an answer is under way have that answer. An answer that has come is not kept:
 * whoever asks later gets a newer one. A failure is shared too. The same key must always mean the same `ask`.
 */
export type Sharing = <T>(key: string, ask: () => Promise<T>) => Promise<T>;

export function createSharing(): Sharing {
  const underWay = new Map<string, Promise<unknown>>();
  return <T>(key: string, ask: () => Promise<T>) => {
    const known = underWay.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = ask().finally(() => underWay.delete(key));
    underWay.set(key, answer);
    return answer;
  };
}
