import { setTimeout as sleep } from 'node:timers/promises';
import { connectClickHouse } from '../lib/connections.ts';
import type { RoleContext } from '../lib/role.ts';
import { readFreshness } from '../metrics/freshness.ts';

/** Waits until all that Kafka had acknowledged before `since` (UTC ms) is stored. */
export async function untilStored(
  { environment, endpoints }: Pick<RoleContext, 'environment' | 'endpoints'>,
  since: number,
): Promise<void> {
  const clickhouse = connectClickHouse(environment, endpoints);
  try {
    while (true) {
      const { asOf } = await readFreshness(clickhouse, Date.now());
      if (asOf !== null && asOf >= since) return;
      await sleep(100);
    }
  } finally {
    await clickhouse.close();
  }
}
