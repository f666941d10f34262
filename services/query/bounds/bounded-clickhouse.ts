import type { ClickHouse, Query, QueryCost } from '../../lib/clickhouse/client.ts';
import { codeOf } from '../../lib/errors.ts';
import { createKeep } from '../keep.ts';
import type { EngineLimits } from './engine-limits.ts';
import { countStored, estimateRows } from './estimate.ts';
import { type Excess, exceededBy, TooLargeError } from './too-large.ts';

/** Limits and sizes are looked at anew after this time. */
const KEPT_MS = 60_000;
/** No statement reads a table more often. */
const MOST_READS = 4;

/**
 * The same ClickHouse, which rejects with `TooLargeError` what is beyond the engine's limits: before it runs where that is
 * certain, and else when the engine gives up. What is certain follows from `Query.cost`, which is the least that it may
 * take; so nothing is refused that would have been answered.
 *
 * @param readLimits looks up what a statement may take; where it rejects, nothing is refused before it runs
 * @param now UTC ms
 */
export function boundedClickHouse(
  clickhouse: ClickHouse,
  { readLimits, now }: { readLimits: () => Promise<EngineLimits>; now: () => number },
): ClickHouse {
  const keep = createKeep(KEPT_MS, now);

  /** What a statement takes too much of, for certain. */
  async function excessOf({ cost, ...query }: Query & { cost: QueryCost }): Promise<Excess | null> {
    const [limits, stored] = await Promise.all([
      // Asked again in a minute where they may not be read.
      keep('limits', () => readLimits().catch(() => null)),
      keep('stored', () => countStored(clickhouse)),
    ]);
    if (limits === null) return null;
    const beyond = (rows: number, bytes = rows * cost.bytesPerRow) =>
      excess(limits, bytes, rows * cost.nsPerRow);
    // Most questions of most centers end here, and nothing more is asked for them.
    if (beyond(MOST_READS * stored) === null) return null;
    const rows = await estimateRows(clickhouse, query, limits.estimateSettings);
    const found = beyond(rows);
    if (found?.resource !== 'memory' || cost.held === undefined) return found;
    const [held] = await clickhouse.query<{ bytes: number }>(cost.held);
    return beyond(rows, held!.bytes);
  }

  return {
    async query<Row>(query: Query, signal?: AbortSignal) {
      const { cost } = query;
      // Whoever may not be told how large it is may be told so by running it.
      const excess = cost ? await excessOf({ ...query, cost }).catch(() => null) : null;
      if (excess !== null) throw new TooLargeError(excess);
      try {
        return await clickhouse.query<Row>(query, signal);
      } catch (error) {
        const resource = exceededBy(codeOf(error));
        // One that answers nothing at all is away.
        if (resource === null || !(await clickhouse.ping().catch(() => false))) throw error;
        throw new TooLargeError({ resource }, error);
      }
    },
    command: (sql, params) => clickhouse.command(sql, params),
    insert: (table, rows) => clickhouse.insert(table, rows),
    ping: () => clickhouse.ping(),
    close: () => clickhouse.close(),
  };
}

function excess({ memoryBytes, timeMs, threads }: EngineLimits, bytes: number, ns: number): Excess | null {
  if (bytes > memoryBytes) return { resource: 'memory', takes: bytes, most: memoryBytes };
  const ms = ns / threads / 1e6;
  return ms > timeMs ? { resource: 'time', takes: ms, most: timeMs } : null;
}
