import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClickHouse, createClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { migrate, readMigrations, readShardingKeys } from '../../../services/lib/clickhouse/migrate.ts';
import { type ClickHouseForTests, shareClickHouseForTests } from '../../support/embedded-clickhouse.ts';

const SHARDS = 4;
const OF_A_CONVERSATION = ['events', 'facts', 'conversations'] as const;
const keys = readShardingKeys();

describe('the sharding keys', () => {
  const database = 'sharding';
  let server: ClickHouseForTests;
  let clickhouse: ClickHouse;

  beforeAll(async () => {
    server = await shareClickHouseForTests();
    const bare = createClickHouse({ url: server.url, database: 'default', requestTimeoutMs: 30_000 });
    await migrate(bare, database);
    await bare.close();
    clickhouse = createClickHouse({ url: server.url, database, requestTimeoutMs: 30_000 });
    // 3,000 conversations of 30 days in four versions, each version with other values.
    const version = 'number % 4 AS version';
    const conversation = `concat('conversation-', toString(intDiv(number, 4))) AS conversation_id`;
    const day = `toDateTime64('2026-01-01 00:00:00', 3, 'UTC') + INTERVAL (intDiv(number, 4) % 30) DAY`;
    await clickhouse.command(`INSERT INTO events (opened_at, conversation_id, stream, occurred_at, event_id)
      SELECT ${day} AS opened, ${conversation}, 'chats', opened + number % 4, toString(number) FROM numbers(12000)`);
    await clickhouse.command(`INSERT INTO facts (fact, at, conversation_id, stream, seq, version, is_deleted, value_ms)
      SELECT ['queue', 'handle'][1 + intDiv(number, 4) % 2], ${day}, ${conversation}, 'chats', 0, ${version},
        version = 3 AND intDiv(number, 4) % 5 = 0, number FROM numbers(12000)`);
    await clickhouse.command(`INSERT INTO conversations (opened_at, conversation_id, stream, version, transfers)
      SELECT ${day}, ${conversation}, 'chats', ${version}, number % 4 FROM numbers(12000)`);
  });
  afterAll(async () => {
    await clickhouse.command(`DROP DATABASE IF EXISTS ${database} SYNC`);
    await clickhouse.close();
    await server.stop();
  });

  const ask = async <Row>(sql: string) => clickhouse.query<Row>({ sql, params: {} });

  it('put all rows of a conversation onto one shard, whatever the table', async () => {
    const shards = OF_A_CONVERSATION.map(
      (table) => `SELECT conversation_id, ${keys[table]} % ${SHARDS} AS shard FROM ${table}`,
    ).join(' UNION ALL ');
    const [row] = await ask<{ conversations: number; most: number }>(
      `SELECT count()::UInt32 AS conversations, max(shards)::UInt32 AS most
       FROM (SELECT conversation_id, uniqExact(shard) AS shards FROM (${shards}) GROUP BY conversation_id)`,
    );
    expect(row).toEqual({ conversations: 3_000, most: 1 });
  });

  it('spread conversations evenly', async () => {
    const rows = await ask<{ share: number }>(
      `SELECT count() / 3000 AS share FROM conversations FINAL GROUP BY ${keys.conversations} % ${SHARDS}`,
    );
    expect(rows).toHaveLength(SHARDS);
    for (const { share } of rows) expect(Math.abs(share - 1 / SHARDS)).toBeLessThan(0.05);
  });

  it('let FINAL on each shard by itself give what FINAL on all rows gives', async () => {
    const sum = 'count()::UInt32 AS rows, sum(value_ms)::Float64 AS value';
    const [whole] = await ask<{ rows: number }>(`SELECT ${sum} FROM facts FINAL`);
    await clickhouse.command(`CREATE TABLE facts_by_shard AS facts
      ENGINE = ReplacingMergeTree(version, is_deleted) PARTITION BY ${keys.facts} % ${SHARDS}
      ORDER BY (fact, at, conversation_id, stream, seq)`);
    await clickhouse.command('INSERT INTO facts_by_shard SELECT * FROM facts');
    // Partitions are kept apart as shards are: nothing is replaced across them.
    const [sharded] = await ask(
      `SELECT ${sum} FROM facts_by_shard FINAL SETTINGS do_not_merge_across_partitions_select_final = 1`,
    );
    expect(whole!.rows).toBe(2_400);
    expect(sharded).toEqual(whole);
  });

  it('are made of columns of the sort key, and there is one for every table', () => {
    const tables = readMigrations().flatMap(({ statements }) =>
      statements
        .filter((statement) => statement.startsWith('CREATE'))
        .map((statement) => ({
          name: /^CREATE TABLE (\w+)/.exec(statement)![1]!,
          sortKey: /\nORDER BY (.+)$/m.exec(statement)![1]!.match(/\w+/g)!,
        })),
    );
    expect(Object.keys(keys).sort()).toEqual(tables.map(({ name }) => name).sort());
    for (const { name, sortKey } of tables) {
      const columns = /^cityHash64\((.+)\)$/.exec(keys[name]!)![1]!.split(', ');
      expect(sortKey, name).toEqual(expect.arrayContaining(columns));
    }
  });
});
