import { settle, stop } from './kills.ts';
import { createResult, type Result } from './result.ts';
import type { Stage } from './stage.ts';
import type { Message } from './workload.ts';

const MIB = 1_048_576;
const RUNS = 5;
const SMALL = 100;

/** Values of up to 5 MiB among ordinary events: each must come out as a dead letter with all of its bytes. */
export async function largeValues({ feed, lane, dice }: Stage): Promise<Result[]> {
  const result = createResult('values of 1 to 5 MiB');
  const tested = await lane('large', { sessionTimeoutMs: 30_000 });
  const ingest = tested.start();
  let sent = 0;
  for (; result.runs < RUNS; result.runs++) {
    await feed.produce(SMALL);
    for (let size = 1; size <= 5; size++, sent++) {
      const value = Buffer.alloc(size * MIB, dice.bytes(997));
      const large: Message = { topic: 'contact.tickets', key: `large-${sent}`, value };
      await feed.send([large]);
    }
    await settle(feed, [tested], [ingest]);
  }
  const [row] = await tested.clickhouse.query<{ n: number }>({
    sql: `SELECT count()::Float64 AS n FROM dead_letters FINAL WHERE reason = 'too_large'`,
    params: {},
  });
  // One of 1 MiB exactly is decoded, and is none for its first bytes.
  result.figures = { 'large values': sent, 'dead letters of them': row!.n };
  if (row!.n < sent - RUNS) result.violations.push(`${row!.n} of ${sent} large values were given up as such`);
  result.violations.push(...(await tested.differences(true)));
  await stop([ingest]);
  return [result];
}
