import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { createClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { migrate } from '../../../services/lib/clickhouse/migrate.ts';
import { applyRetention, readRetention } from '../../../services/lib/clickhouse/retention.ts';
import { type ClickHouseForTests, shareClickHouseForTests } from '../../support/embedded-clickhouse.ts';

const DATABASE = 'retention';
let server: ClickHouseForTests;
let clickhouse: ClickHouse;

beforeAll(async () => {
  server = await shareClickHouseForTests();
  const bare = createClickHouse({ url: server.url, database: 'default', requestTimeoutMs: 60_000 });
  await migrate(bare, DATABASE);
  await bare.close();
  clickhouse = createClickHouse({ url: server.url, database: DATABASE, requestTimeoutMs: 60_000 });
});

afterAll(async () => {
  await clickhouse?.command(`DROP DATABASE ${DATABASE}`);
  await clickhouse?.close();
  await server?.stop();
});

const NOTHING = {
  events: null,
  facts: null,
  agentStates: null,
  agentSchedules: null,
  deadLetters: null,
  alerts: null,
};

it('without a word everything is kept for ever', async () => {
  expect(await readRetention(clickhouse)).toEqual(NOTHING);
});

it('is told once, changed when it changes, and taken back; what is not named stays as it is', async () => {
  const apply = (retention: Parameters<typeof applyRetention>[2]) =>
    applyRetention(clickhouse, DATABASE, retention);
  expect(await apply({ events: 400, facts: 800, deadLetters: 30 })).toEqual([
    'events',
    'facts',
    'conversations',
    'tellings',
    'surveyed',
    'dead_letters',
  ]);
  expect(await apply({ events: 400, facts: 800, deadLetters: 30 })).toEqual([]);
  expect(await apply({ events: 365 })).toEqual(['events']);
  expect(await readRetention(clickhouse)).toEqual({ ...NOTHING, events: 365, facts: 800, deadLetters: 30 });
  expect(await apply({ facts: null })).toEqual(['facts', 'conversations', 'tellings', 'surveyed']);
  expect(await readRetention(clickhouse)).toEqual({ ...NOTHING, events: 365, deadLetters: 30 });
});

it('what somebody has told by hand is read, and moving rows to another disk is no end of them', async () => {
  await clickhouse.command(
    'ALTER TABLE agent_states MODIFY TTL toDateTime(at) + INTERVAL 2 WEEK RECOMPRESS CODEC(ZSTD(9)), toDateTime(at) + INTERVAL 2 YEAR DELETE',
  );
  expect((await readRetention(clickhouse)).agentStates).toBe(730);
});

it('rows that are too old go, and what is due at no time stays as long as its conversation', async () => {
  const insert = (at: string, opened: string) =>
    clickhouse.command(
      `INSERT INTO facts (fact, at, conversation_id, seq, version, opened_at) VALUES ('x', '${at}', '${at}', 1, 1, '${opened}')`,
    );
  const old = '2020-01-01 00:00:00.000';
  const [{ now } = { now: '' }] = await clickhouse.query<{ now: string }>({
    sql: 'SELECT toString(now64(3)) AS now',
    params: {},
  });
  await insert(old, old);
  await insert(now, old);
  await insert('2200-01-01 00:00:00.000', now);
  await applyRetention(clickhouse, DATABASE, { facts: 100 });
  await clickhouse.command('OPTIMIZE TABLE facts FINAL');
  const rows = await clickhouse.query<{ at: string }>({
    sql: 'SELECT toString(at) AS at FROM facts ORDER BY at',
    params: {},
  });
  expect(rows).toEqual([{ at: now }, { at: '2200-01-01 00:00:00.000' }]);
});
