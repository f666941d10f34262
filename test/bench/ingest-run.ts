import type { LiveFeed } from '../../services/live/feed.ts';
import type { LoadOptions } from '../../services/simulator/load.ts';
import { loadEvents } from '../../services/simulator/load.ts';
import type { BenchServers } from './servers.ts';

export interface IngestRun {
  /** Tells the events of this run from those of others on the same servers. */
  seed: number;
  /** Events that fill the memory of the tracker and are not measured. */
  warmUp: number;
  measured: number;
  load?: Omit<LoadOptions, 'seed'>;
  /** Where ingest tells what changes, as in `npm start`; without it, in Kafka. */
  feed?: LiveFeed;
  /** Called once the warm-up is stored. */
  onWarm?: () => void;
}

/**
 * Has ingest store events that Kafka has already, from the start of the consumer to the last watermark, and gives how
 * many a second. Throws unless each of them is stored once.
 */
export async function runIngest(
  servers: BenchServers,
  { seed, warmUp, measured, load, feed, onWarm }: IngestRun,
): Promise<number> {
  const count = warmUp + measured;
  const records = await servers.produce(loadEvents({ seed, ...load }), count);
  const ingest = await servers.startIngest(undefined, feed);
  // What is too little to be seen under way counts from the beginning.
  let begun = { at: performance.now(), records: records - count };
  await ingest.untilStored(records, (stored) => {
    const isWarm = begun.records >= records - measured;
    if (!isWarm && stored >= records - measured && stored < records) {
      begun = { at: performance.now(), records: stored };
      onWarm?.();
    }
  });
  const seconds = (performance.now() - begun.at) / 1000;
  await ingest.stop();
  await checkStored(servers, seed, count);
  return (records - begun.records) / seconds;
}

async function checkStored({ clickhouse }: BenchServers, seed: number, expected: number): Promise<void> {
  const [row] = await clickhouse.query<{ events: number; ids: number; dead: number }>({
    sql: `SELECT count()::Float64 AS events, uniqExact(event_id)::Float64 AS ids,
      (SELECT count() FROM dead_letters)::Float64 AS dead
    FROM events FINAL WHERE startsWith(event_id, {prefix:String})`,
    params: { prefix: `load${seed}-` },
  });
  const { events, ids, dead } = row!;
  if (events !== expected || ids !== expected || dead !== 0) {
    throw new Error(`wrong counts: ${events} events, ${ids} ids, ${dead} dead letters, expected ${expected}`);
  }
}
