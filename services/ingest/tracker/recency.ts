/** A place in an order of use. */
export interface Link {
  older: this | null;
  newer: this | null;
}

/** An order of use, as a list through its members: touching one costs no look-up. */
export interface Recency<T extends Link> {
  /** Puts a member, or a newcomer, behind all others. */
  touch(one: T): void;
  remove(one: T): void;
  /** The member untouched longest. */
  oldest(): T | null;
  /** The member touched next after this one. */
  next(one: T): T | null;
}

export function createRecency<T extends Link>(): Recency<T> {
  let first: T | null = null;
  let last: T | null = null;

  function remove(one: T): void {
    if (one.older !== null) one.older.newer = one.newer;
    else if (first === one) first = one.newer;
    if (one.newer !== null) one.newer.older = one.older;
    else if (last === one) last = one.older;
    one.older = null;
    one.newer = null;
  }

  return {
    remove,
    touch(one) {
      if (last === one) return;
      remove(one);
      one.older = last;
      if (last !== null) last.newer = one;
      else first = one;
      last = one;
    },
    oldest: () => first,
    next: (one) => one.newer,
  };
}
