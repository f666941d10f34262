import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyRetention } from '../../services/lib/clickhouse/retention.ts';
import { verify } from '../../services/verify/main.ts';
import { type StoredWorkload, storeWorkload } from './stored-workload.ts';

const DAY_MS = 86_400_000;
let workload: StoredWorkload;

beforeAll(async () => {
  workload = await storeWorkload(300);
});

afterAll(() => workload.stop());

async function verified(repair = false) {
  const lines: string[] = [];
  const code = await verify(
    workload,
    { repair, log: true },
    { say: (line) => lines.push(line), progress() {} },
  );
  return { code, text: lines.join('\n') };
}

async function oldFacts(): Promise<number> {
  const [row] = await workload.clickhouse.query<{ n: number }>({
    sql: `SELECT count()::Float64 AS n FROM facts FINAL WHERE conversation_id = 'old'`,
    params: {},
  });
  return row!.n;
}

it('facts that outlive their events by retention are no difference, and no repair takes them away', async () => {
  const opened = Date.now() - 3_700 * DAY_MS;
  await workload.clickhouse.command(
    `INSERT INTO facts (fact, at, conversation_id, stream, seq, version, opened_at)
     SELECT 'conversation', time, 'old', 'chats', 0, 1, time FROM (SELECT fromUnixTimestamp64Milli({opened:Int64}) AS time)`,
    { opened },
  );
  const before = await verified();
  expect(before.code).toBe(1);
  expect(before.text).toContain('chats old: conversation 0 should not be there');

  await applyRetention(workload.clickhouse, workload.environment.CLICKHOUSE_DATABASE, {
    events: 3_650,
    facts: 5_000,
  });
  const after = await verified(true);
  expect(after.text).toContain('No difference.');
  expect(after.code).toBe(0);
  expect(await oldFacts()).toBe(1);
});
