import { setTimeout as sleep } from 'node:timers/promises';
import { loadCollectorApart } from '../support/collector-load-apart.ts';
import { rolesApart } from '../support/collector-roles.ts';
import { startCollectorStage } from '../support/collector-stage.ts';
import { cpuSecondsOf } from './cpu.ts';
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

/**
 * `POST /v1/events` under load with ingest, query service and alerting beside it, a process each as in production, and Kafka
 * restarted half-way. The sender is a process too.
 */
export const collectorBench: Bench = {
  name: NAME,
  title: `${PER_SECOND} events a second in batches of ${BATCH} over HTTP, while Kafka restarts`,
  async run(say) {
    const stage = await startCollectorStage(rolesApart);
    try {
      const cpuBefore = cpuSecondsOf(stage.pids.collector!);
      const loading = loadCollectorApart({
        address: stage.address,
        seed: 1,
        perSecond: PER_SECOND,
        batch: BATCH,
        forMs: FOR_MS,
      });
      loading.catch(() => {});
      await Promise.race([sleep(RESTART_AT_MS), loading]);
      say('restarting Kafka');
      const goneAt = performance.timeOrigin + performance.now();
      const awayMs = await stage.broker.restart('SIGTERM', AWAY_MS);
      const { beganAt, sent, accepted } = await loading;
      const seconds = Math.max(...sent.map(({ dueMs, tookMs }) => dueMs + tookMs)) / 1_000;
      const restartedAt = goneAt - beganAt;
      const cpuUs = (cpuSecondsOf(stage.pids.collector!) - cpuBefore) * 1e6;
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
        figure(NAME, 'processor time of the collector, an event', cpuUs / accepted.size, ' µs'),
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
