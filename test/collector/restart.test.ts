import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEvents } from '../../services/simulator/load.ts';
import { loadCollector } from '../support/collector-load.ts';
import { type CollectorStage, startCollectorStage } from '../support/collector-stage.ts';

describe('the collector while Kafka restarts', () => {
  let stage: CollectorStage;
  beforeAll(async () => {
    stage = await startCollectorStage();
  });
  afterAll(() => stage?.stop());

  it.each([
    ['SIGTERM', 1],
    ['SIGKILL', 2],
  ] as const)('has stored once whatever it has accepted, after %s too', async (signal, seed) => {
    const loading = loadCollector({
      address: stage.address,
      events: loadEvents({ seed }),
      perSecond: 400,
      batch: 20,
      forMs: 6_000,
    });
    const { sent, accepted } = await Promise.all([
      loading,
      new Promise((resolve) => setTimeout(resolve, 2_000)).then(() => stage.broker.restart(signal, 500)),
    ]).then(([loaded]) => loaded);
    expect(accepted.size).toBe(2_400);
    expect(sent).toHaveLength(120);
    expect(await stage.untilStored(accepted)).toEqual({ missing: 0, doubled: 0, dead: 0 });
  });
});
