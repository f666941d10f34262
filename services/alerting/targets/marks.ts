/** By partition, an offset. */
export type Offsets = ReadonlyMap<string, bigint>;

/** Where Kafka's partitions ended at certain times, until all that lies before is known. */
export interface Marks {
  /** At `at` (UTC ms) or later, the partitions that hold records ended there. Times must ascend. */
  put(at: number, ends: Offsets): void;
  /**
   * UTC ms: all that Kafka had at that time is known; null: no such time has been noted.
   *
   * @param isKnown whether all records before these offsets are
   */
  reached(isKnown: (ends: Offsets) => boolean): number | null;
}

/** Beyond so many, every second is forgotten: a pipeline that is far behind is told less finely. */
const MAX_MARKS = 512;

export function createMarks(): Marks {
  let marks: { at: number; ends: Offsets }[] = [];
  let newest: number | null = null;
  return {
    put(at, ends) {
      if (marks.length >= MAX_MARKS) marks = marks.filter((_, i) => i % 2 === 0);
      marks.push({ at, ends });
    },
    reached(isKnown) {
      const last = marks.findLastIndex(({ ends }) => isKnown(ends));
      if (last >= 0) {
        newest = marks[last]!.at;
        marks = marks.slice(last + 1);
      }
      return newest;
    },
  };
}
