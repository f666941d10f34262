import { setTimeout as sleep } from 'node:timers/promises';
import { loadEvents } from '../../services/simulator/load.ts';
import { atLeast, type Bench, figure, percentile } from './report.ts';
import { produce, startBenchServers } from './servers.ts';

/** Fills the memory of the tracker and warms everything up; not measured. */
const WARM_UP = 60_000;
const MEASURED = 400_000;
const QUERIES_PER_SECOND = 5;
const GOAL_PER_SECOND = 25_000;

/** Sustained events a second from Kafka to rows on disk, while live queries are asked. */
export const ingestBench: Bench = {
  name: 'ingest',
  title: 'Kafka to durable facts in ClickHouse, with live queries beside it',
  async run(say) {
    const servers = await startBenchServers();
    try {
      const producer = await servers.createProducer();
      say(`producing ${WARM_UP + MEASURED} events`);
      await produce(producer, loadEvents({ seed: 1 }), WARM_UP + MEASURED);
      const address = await servers.startQuery();
      const stop = new AbortController();
      const latencies = askLive(address, stop.signal);
      await servers.startIngest();
      const stored = () => countStored(servers.clickhouse);
      let begun = { at: 0, events: 0 };
      let now = 0;
      while (now < WARM_UP + MEASURED) {
        await sleep(100);
        now = await stored();
        if (begun.at === 0 && now >= WARM_UP) begun = { at: performance.now(), events: now };
      }
      const seconds = (performance.now() - begun.at) / 1000;
      stop.abort();
      await checkCounts(servers.clickhouse, WARM_UP + MEASURED);
      const live = await latencies;
      return [
        atLeast('ingest', 'events stored', (now - begun.events) / seconds, GOAL_PER_SECOND, '/s'),
        figure('ingest', 'live queries meanwhile, p95', percentile(live, 0.95), ' ms'),
      ];
    } finally {
      await servers.stop();
    }
  },
};

type Client = Awaited<ReturnType<typeof startBenchServers>>['clickhouse'];

async function countStored(clickhouse: Client): Promise<number> {
  const [row] = await clickhouse.query<{ records: number }>({
    sql: 'SELECT sum(next_offset)::Float64 AS records FROM watermarks FINAL',
    params: {},
  });
  return row!.records;
}

/** Every event is stored once; none is dead. */
async function checkCounts(clickhouse: Client, expected: number): Promise<void> {
  const [row] = await clickhouse.query<{ events: number; ids: number; dead: number }>({
    sql: `SELECT count()::Float64 AS events, uniqExact(event_id)::Float64 AS ids,
      (SELECT count() FROM dead_letters)::Float64 AS dead FROM events FINAL`,
    params: {},
  });
  const { events, ids, dead } = row!;
  if (events !== expected || ids !== expected || dead !== 0) {
    throw new Error(`wrong counts: ${events} events, ${ids} ids, ${dead} dead letters, expected ${expected}`);
  }
}

async function askLive(address: string, signal: AbortSignal): Promise<number[]> {
  const latencies: number[] = [];
  while (!signal.aborted) {
    const from = performance.now();
    const response = await fetch(`${address}/api/v1/live/queues`);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`a live query failed with ${response.status}`);
    latencies.push(performance.now() - from);
    await sleep(Math.max(0, 1000 / QUERIES_PER_SECOND - (performance.now() - from)));
  }
  return latencies;
}
