/** The first `limit` of many in an order, without sorting them all. */
export interface Smallest<Item> {
  add(item: Item): void;
  inOrder(): Item[];
}

/** Keeps up to twice as many as wanted; once that many are there, those beyond the limit go. */
export function smallest<Item>(limit: number, compare: (a: Item, b: Item) => number): Smallest<Item> {
  let kept: Item[] = [];
  let bound: Item | undefined;

  function cut(): void {
    kept.sort(compare);
    if (kept.length <= limit) return;
    kept = kept.slice(0, limit);
    bound = kept.at(-1);
  }

  return {
    add(item) {
      if (bound !== undefined && compare(item, bound) >= 0) return;
      kept.push(item);
      if (kept.length >= 2 * limit + 64) cut();
    },
    inOrder() {
      cut();
      return kept;
    },
  };
}
