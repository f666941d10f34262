interface Entry {
  at: number;
  order: number;
  run: (at: number) => void;
}

/** What is still to happen on a simulated day: a binary heap by time, and by order of entry where times tie. */
export class Agenda {
  readonly #heap: Entry[] = [];
  #entered = 0;

  /** Has `run` called when it is `at`. */
  add(at: number, run: (at: number) => void): void {
    const heap = this.#heap;
    const entry = { at, order: this.#entered++, run };
    let place = heap.length;
    heap.push(entry);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!before(entry, heap[parent]!)) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = entry;
  }

  /** Lets everything happen, and what comes of it, until nothing is left to happen. */
  play(): void {
    for (let next = this.#take(); next !== undefined; next = this.#take()) next.run(next.at);
  }

  #take(): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let place = 0;
    for (let child = 1; child < heap.length; child = 2 * place + 1) {
      const right = child + 1;
      if (right < heap.length && before(heap[right]!, heap[child]!)) child = right;
      if (!before(heap[child]!, last)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = last;
    return first;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
