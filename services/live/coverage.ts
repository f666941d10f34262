import { partitionKey } from '../lib/event-stream.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import type { LivePosition } from './feed.ts';

/** By `partitionKey`, an offset. */
export type Offsets = ReadonlyMap<string, bigint>;

/**
 * Up to which record of each partition a mirror knows everything: from storage up to some offset, from the feed what
 * follows on it. News that do not follow on what is known leave a gap, which only storage can fill.
 */
export interface Coverage {
  /** All before these offsets is known from storage, which was fresh as of these times (UTC ms). */
  stored(offsets: Offsets, asOf: ReadonlyMap<string, number>): void;
  heard(position: LivePosition): void;
  /** Whether all that came of a partition before this record, and the record itself, is known. */
  knows(partition: string, offset: bigint): boolean;
  /** Whether all before these offsets is known. */
  reaches(offsets: Offsets): boolean;
  readonly hasGap: boolean;
  /** Of partitions with a gap, up to where beyond it was heard: storage that reaches there has all of it. */
  beyondGaps(): Offsets;
  /** UTC ms: all that Kafka had before, in every partition, is known; null where of one nothing can be said, or none is known. */
  asOf(): number | null;
}

interface Run {
  from: bigint;
  until: bigint;
  asOf: number | null;
}

interface Partition {
  /** All before is known. */
  until: bigint;
  asOf: number | null;
  /** What was heard beyond a gap, without a gap in itself. */
  ahead: Run | null;
}

export function createCoverage(): Coverage {
  const partitions = new Map<string, Partition>();
  const of = (key: string) =>
    getOrInsert(partitions, key, (): Partition => ({ until: 0n, asOf: null, ahead: null }));
  const all = () => [...partitions.values()];

  function join(partition: Partition, run: Omit<Run, 'from'>): void {
    partition.until = max(partition.until, run.until);
    partition.asOf = latest(partition.asOf, run.asOf);
    const { ahead } = partition;
    if (ahead === null || ahead.from > partition.until) return;
    partition.ahead = null;
    join(partition, ahead);
  }

  return {
    stored(offsets, asOf) {
      for (const [key, until] of offsets) join(of(key), { until, asOf: null });
      for (const [key, at] of asOf) join(of(key), { until: 0n, asOf: at });
    },
    heard({ from, until, asOf, ...at }) {
      const partition = of(partitionKey(at));
      if (isAnother(partition, until, asOf)) {
        partition.until = -1n;
        partition.asOf = null;
        partition.ahead = { from, until, asOf };
      } else if (from <= partition.until) join(partition, { until, asOf });
      else partition.ahead = together(partition.ahead, { from, until, asOf });
    },
    knows: (key, offset) => offset < (partitions.get(key)?.until ?? 0n),
    reaches: (offsets) => [...offsets].every(([key, until]) => (partitions.get(key)?.until ?? 0n) >= until),
    beyondGaps: () =>
      new Map(
        [...partitions].flatMap(([key, { ahead }]) => (ahead === null ? [] : [[key, ahead.until] as const])),
      ),
    get hasGap() {
      return all().some(({ ahead }) => ahead !== null);
    },
    asOf() {
      const times = all().map(({ asOf }) => asOf);
      return times.length === 0 || times.includes(null) ? null : Math.min(...(times as number[]));
    },
  };
}

/** Longer than a process that lost its partitions knows newer things than the one that has them now. */
const ANOTHER_MS = 10_000;

/**
 * Whether this is of another log than what is known: less far, and much later. The topic was made anew, so that nothing
 * is known of it, not even that its beginning was heard.
 */
function isAnother(known: Partition, until: bigint, asOf: number | null): boolean {
  return until < known.until && asOf !== null && known.asOf !== null && asOf > known.asOf + ANOTHER_MS;
}

/** Two runs that touch are one; of two that do not, the later holds. */
function together(a: Run | null, b: Run): Run {
  if (a === null || b.from > a.until) return b;
  if (b.until < a.from) return a;
  return {
    from: -max(-a.from, -b.from),
    until: max(a.until, b.until),
    asOf: latest(a.asOf, b.asOf),
  };
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
