import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { readRetention } from '../lib/clickhouse/retention.ts';
import { hourOf } from './notes.ts';

const DAY_MS = 86_400_000;
/** A spell that ends in an hour, and what tells whose a survey is, may have begun so long before, and be gone. */
const MARGIN_MS = 31 * DAY_MS;

/**
 * From which hour on all is there that an hour is made of, UTC ms; 0 where all is kept. What was rolled up of earlier
 * hours stays as it is: facts that are gone cannot say it again, and must not be taken for what they said.
 *
 * @param now UTC ms
 */
export async function readWholeFrom(clickhouse: ClickHouse, now: number): Promise<number> {
  const { facts, agentStates, agentSchedules } = await readRetention(clickhouse);
  const days = [facts, agentStates, agentSchedules].flatMap((one) => one ?? []);
  return days.length === 0 ? 0 : hourOf(now - Math.min(...days) * DAY_MS + MARGIN_MS);
}
