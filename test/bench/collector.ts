import { setTimeout as sleep } from 'node:timers/promises';
import { loadEvents } from '../../services/simulator/load.ts';
import { loadCollector } from '../support/collector-load.ts';
import { startCollectorStage } from '../support/collector-stage.ts';
import { atLeast, atMost, type Bench, figure, percentile } from './report.ts';
import { SCALE } from './scale.ts';

const NAME = 'collector';
const PER_SECOND = 5_000;
const BATCH = 100;
const FOR_MS = 90_000 * Math.max(SCALE, 0.1);
const WARM_MS = 5_000;
/** Into the load, Kafka is ended; it stays away for a moment. */
const RESTART_AT_MS = FOR_MS / 2;
const AWAY_MS = 1_000;
/** What was due this long after Kafka was back is no longer late because of it. */
const SETTLED_MS = 10_000;
const GOAL_MS = 200;

/** `POST /v1/events` under load with ingest and the query service beside it, and Kafka restarted half-way. */
export const collectorBench: Bench = {
  name: NAME,
  title: `${PER_SECOND} events a second in batches of ${BATCH} over HTTP, while Kafka restarts`,
  async run(say) {
    const stage = await startCollectorStage();
    try {
      const begun = performance.now();
      const loading = loadCollector({
        address: stage.address,
        events: loadEvents({ seed: 1 }),
        perSecond: PER_SECOND,
        batch: BATCH,
        forMs: FOR_MS,
      });
      loading.catch(() => {});
      await Promise.race([sleep(RESTART_AT_MS), loading]);
      say('restarting Kafka');
      const restartedAt = performance.now() - begun;
      const awayMs = await stage.broker.restart('SIGTERM', AWAY_MS);
      const { sent, accepted } = await loading;
      const seconds = (performance.now() - begun) / 1_000;
      say(`${accepted.size} events accepted`);
      const { missing, doubled, dead } = await stage.untilStored(accepted);
      if (missing + doubled + dead > 0)
        throw new Error(
          `of what was accepted ${missing} are missing, ${doubled} doubled, ${dead} dead letters`,
        );
      const before = sent.filter(({ dueMs, tookMs }) => dueMs > WARM_MS && dueMs + tookMs < restartedAt);
      const after = sent.filter(({ dueMs }) => dueMs > restartedAt + awayMs + SETTLED_MS);
      if (before.length + after.length === 0)
        throw new Error(
          'this machine was behind from the first second on: nothing was measured apart from that',
        );
      const took = (some: typeof sent, share: number) =>
        percentile(
          some.map(({ tookMs }) => tookMs),
          share,
        );
      return [
        atLeast(NAME, 'events accepted and stored', accepted.size / seconds, PER_SECOND * 0.95, '/s'),
        atMost(NAME, 'answer to a batch, p99', took([...before, ...after], 0.99), GOAL_MS, ' ms'),
        figure(NAME, 'answer to a batch, p50', took([...before, ...after], 0.5), ' ms'),
        figure(NAME, 'Kafka away', awayMs, ' ms'),
        figure(NAME, 'longest answer, restart and repetition included', took(sent, 1), ' ms'),
        figure(
          NAME,
          'batches that were sent more than once',
          sent.filter(({ tries }) => tries > 1).length,
          '',
        ),
      ];
    } finally {
      await stage.stop();
    }
  },
};
