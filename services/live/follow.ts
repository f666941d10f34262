import type { Kafka } from 'kafkajs';
import type { Registry } from 'prom-client';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { connectRegistry } from '../lib/connections.ts';
import type { RoleContext } from '../lib/role.ts';
import type { LiveSource } from './feed.ts';
import { keepLiveState, type LiveState } from './live-state.ts';
import { createLiveMetrics } from './metrics.ts';
import { createFollower } from './topic/follower.ts';

/** Keeps the live state from a feed of the same process, or else from `contact.live`. */
export async function followLive(
  { endpoints, lifecycle, log }: RoleContext,
  deps: { clickhouse: ClickHouse; kafka: Kafka; metrics: Registry; feed?: LiveSource },
): Promise<LiveState> {
  const { clickhouse, kafka, feed } = deps;
  const keep = (source: LiveSource) =>
    lifecycle.start(
      async () =>
        keepLiveState({ clickhouse, source, metrics: createLiveMetrics(deps.metrics), log, now: Date.now }),
      async (state) => state.close(),
    );
  if (feed !== undefined) return keep(feed);
  const follower = await lifecycle.start(
    async () => createFollower({ kafka, registry: connectRegistry(endpoints), log, now: Date.now }),
    (one) => one.close(),
  );
  const state = await keep(follower);
  follower.start();
  return state;
}
