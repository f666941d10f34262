import { setTimeout as sleep } from 'node:timers/promises';
import { createLiveFeed } from '../../services/live/feed.ts';
import { runIngest } from './ingest-run.ts';
import { atLeast, type Bench, figure, percentile } from './report.ts';
import { startBenchServers } from './servers.ts';

/** Fills the memory of the tracker and warms everything up; not measured. */
const WARM_UP = 60_000;
const MEASURED = 400_000;
const QUERIES_PER_SECOND = 5;
const GOAL_PER_SECOND = 35_000;

/** Sustained events a second from Kafka to rows on disk, while live queries are asked. */
export const ingestBench: Bench = {
  name: 'ingest',
  title: 'Kafka to durable facts in ClickHouse, with live queries beside it',
  async run(say) {
    const servers = await startBenchServers();
    try {
      // As `npm start` has it: one process, and what ingest finds goes to the boards without a detour over Kafka.
      const feed = createLiveFeed((error) => {
        throw error;
      });
      const address = await servers.startQuery(feed);
      say(`storing ${WARM_UP + MEASURED} events`);
      const stop = new AbortController();
      let live: Promise<number[]> = Promise.resolve([]);
      const perSecond = await runIngest(servers, {
        seed: 1,
        warmUp: WARM_UP,
        measured: MEASURED,
        feed,
        onWarm: () => {
          live = askLive(address, stop.signal);
        },
      });
      stop.abort();
      return [
        atLeast('ingest', 'events stored', perSecond, GOAL_PER_SECOND, '/s'),
        figure('ingest', 'live queries meanwhile, p95', percentile(await live, 0.95), ' ms'),
      ];
    } finally {
      await servers.stop();
    }
  },
};

/** Asks as often as it should, whether or not the last answer is there, and gives how long each took, ms. */
async function askLive(address: string, signal: AbortSignal): Promise<number[]> {
  const answers: Promise<number>[] = [];
  const ask = async (from: number) => {
    const response = await fetch(`${address}/api/v1/live/queues`);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`a live query failed with ${response.status}`);
    return performance.now() - from;
  };
  for (let due = performance.now(); !signal.aborted; due += 1000 / QUERIES_PER_SECOND) {
    await sleep(Math.max(0, due - performance.now()));
    answers.push(ask(due));
  }
  return Promise.all(answers);
}
