import { settle, stop } from './kills.ts';
import { createResult, type Result } from './result.ts';
import type { Stage } from './stage.ts';
import { poison } from './workload.ts';

const BATCH = 2_000;

/** Random and mutated values: each must come out as an event or as a dead letter, and the process must live. */
export async function garbage({ feed, dice, lane }: Stage, payloads: number): Promise<Result[]> {
  const result = createResult('random and mutated values');
  const tested = await lane('garbage', { sessionTimeoutMs: 30_000 });
  const ingest = tested.start();
  for (let sent = 0; sent < payloads; sent += BATCH) {
    await feed.send(Array.from({ length: BATCH }, () => poison(dice, feed.ids)));
  }
  const startedAt = Date.now();
  await settle(feed, [tested], [ingest], 900_000);
  result.runs = payloads;
  const [counts] = await tested.clickhouse.query<{ dead: number; events: number }>({
    sql: `SELECT (SELECT count() FROM dead_letters FINAL)::Float64 AS dead,
                 (SELECT count() FROM events FINAL)::Float64 AS events`,
    params: {},
  });
  result.figures = {
    'dead letters': counts!.dead,
    'distinct events': counts!.events,
    ms: Date.now() - startedAt,
  };
  result.violations.push(...(await tested.differences(true)));
  await stop([ingest]);
  return [result];
}
