import type { Fold } from '../../domain/measure/fold.ts';

/** When conversations are folded, and how much is kept of that. */
export interface Folding {
  /** From this many events on; below, it is as fast to measure all of them. */
  minEvents: number;
  /** Events that are left open, see `Fold`, and how many there may be until it settles. */
  openEvents: number;
  maxOpenEvents: number;
  /** Events for which a conversation is measured whole after one that came too late for its fold: making one costs as much. */
  calmEvents: number;
  /** Most bytes of all folds. */
  maxBytes: number;
}

/** Room for a dozen conversations of 10,000 events, or for hundreds of 500. */
export const DEFAULT_FOLDING: Folding = {
  minEvents: 256,
  openEvents: 16,
  maxOpenEvents: 48,
  calmEvents: 16,
  maxBytes: 16 * 2 ** 20,
};

/** A conversation that may have a fold. */
export interface Foldable {
  readonly long: { fold: Fold | null } | null;
  /** Whether what its fold says is not handed out yet. */
  readonly dirty: boolean;
}

/** The folds that are kept: those that settled something last. Whoever loses his is measured whole the next time. */
export interface Folds<T extends Foldable> {
  /** Its fold was made, or has settled something. */
  settled(one: T): void;
  remove(one: T): void;
  /** Takes folds away until the others have room, those that settled nothing for longest first; of dirty ones none. */
  trim(): void;
}

export function createFolds<T extends Foldable>(maxBytes: number): Folds<T> {
  /** What each takes. */
  const kept = new Map<T, number>();
  let bytes = 0;

  function forget(one: T): void {
    bytes -= kept.get(one) ?? 0;
    kept.delete(one);
  }

  function remove(one: T): void {
    forget(one);
    if (one.long !== null) one.long.fold = null;
  }

  return {
    remove,
    settled(one) {
      forget(one);
      const own = one.long?.fold?.bytes() ?? 0;
      kept.set(one, own);
      bytes += own;
    },
    trim() {
      if (bytes <= maxBytes) return;
      for (const one of kept.keys()) {
        if (!one.dirty) remove(one);
        if (bytes <= maxBytes) return;
      }
    },
  };
}
