import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClickHouse, createClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { migrate, readMigrations, readShardingKeys } from '../../../services/lib/clickhouse/migrate.ts';
import { statementsToRun } from '../../../services/lib/clickhouse/statements.ts';
import { type ClickHouseForTests, shareClickHouseForTests } from '../../support/embedded-clickhouse.ts';

const IMPATIENT = { beatMs: 500, staleMs: 60_000, waitMs: 300 };
const migrations = readMigrations();
const cluster = { name: 'linewatch_cluster', shardingKeys: readShardingKeys() };
const statements = migrations.flatMap((migration) => migration.statements);

describe('migrations', () => {
  let server: ClickHouseForTests;
  let bare: ClickHouse;
  const databases: string[] = [];
  const newDatabase = () => {
    const name = `migrate_${randomUUID().replaceAll('-', '')}`;
    databases.push(name);
    return name;
  };
  const tablesOf = async (database: string) => {
    const sql = 'SELECT name FROM system.tables WHERE database = {database:String} ORDER BY name';
    return (await bare.query<{ name: string }>({ sql, params: { database } })).map((row) => row.name);
  };

  beforeAll(async () => {
    server = await shareClickHouseForTests();
    bare = createClickHouse({ url: server.url, database: 'default', requestTimeoutMs: 30_000 });
  });
  afterAll(async () => {
    for (const database of databases) await bare.command(`DROP DATABASE IF EXISTS ${database} SYNC`);
    await bare.close();
    await server.stop();
  });

  it('are applied once, in order, and leave no lock', async () => {
    const database = newDatabase();
    expect(await migrate(bare, database)).toEqual(migrations.map(({ name }) => name));
    expect(await migrate(bare, database)).toEqual([]);
    expect(await tablesOf(database)).toEqual([...Object.keys(cluster.shardingKeys), 'migrations'].sort());
  });

  it('are applied once by processes that start together', async () => {
    const database = newDatabase();
    const done = await Promise.all([1, 2, 3].map(() => migrate(bare, database)));
    expect(done.flat()).toEqual(migrations.map(({ name }) => name));
  });

  it('are refused when what was applied has changed', async () => {
    const database = newDatabase();
    await migrate(bare, database);
    const changed = migrations.map((migration, i) =>
      i === 0 ? { ...migration, checksum: 'other' } : migration,
    );
    await expect(migrate(bare, database, { migrations: changed })).rejects.toMatchObject({
      code: 'MIGRATION_CHANGED',
    });
  });

  it('wait for a process that migrates, and give up with a code', async () => {
    const database = newDatabase();
    await bare.command(`CREATE DATABASE ${database}`);
    await bare.command(
      `CREATE TABLE ${database}.migration_lock (unused UInt8) ENGINE = MergeTree ORDER BY tuple()`,
    );
    await expect(migrate(bare, database, { lock: IMPATIENT })).rejects.toMatchObject({
      code: 'MIGRATION_LOCKED',
      retriable: true,
    });
    expect(await tablesOf(database)).not.toContain('events');
    const waiting = migrate(bare, database, { lock: { ...IMPATIENT, waitMs: 60_000 } });
    await bare.command(`DROP TABLE ${database}.migration_lock SYNC`);
    expect(await waiting).toHaveLength(migrations.length);
  });

  it('take over the lock of a process that died', async () => {
    const database = newDatabase();
    await bare.command(`CREATE DATABASE ${database}`);
    await bare.command(
      `CREATE TABLE ${database}.migration_lock (unused UInt8) ENGINE = MergeTree ORDER BY tuple()`,
    );
    const lock = { beatMs: 500, staleMs: 1_000, waitMs: 60_000 };
    expect(await migrate(bare, database, { lock })).toHaveLength(migrations.length);
  });

  it('show that they are alive for as long as they take', async () => {
    const database = newDatabase();
    const lockOf = async () => {
      const sql = `SELECT comment, toUnixTimestamp(metadata_modification_time)::Float64 AS at FROM system.tables
        WHERE database = {database:String} AND name = 'migration_lock'`;
      return (await bare.query<{ comment: string; at: number }>({ sql, params: { database } }))[0];
    };
    let seen: number[] = [];
    const watched: ClickHouse = {
      ...bare,
      async command(sql, params) {
        if (sql.includes('.facts')) {
          await expect
            .poll(
              async () => {
                const lock = await lockOf();
                if (lock?.comment.startsWith('beat')) seen = [...new Set([...seen, lock.at])];
                return seen.length;
              },
              { timeout: 60_000 },
            )
            .toBeGreaterThan(1);
        }
        return bare.command(sql, params);
      },
    };
    await migrate(watched, database, { lock: { ...IMPATIENT, beatMs: 100 } });
    expect(seen[1]).toBeGreaterThan(seen[0]!);
    expect(await lockOf()).toBeUndefined();
  });

  it.each([
    ['one server', undefined],
    ['a cluster', cluster],
  ])('for %s are statements that the engine can parse', async (_, variant) => {
    const all = statements.flatMap((statement) => statementsToRun(statement, 'linewatch', variant));
    expect(all).toHaveLength(statements.length * (variant ? 2 : 1));
    for (const statement of all) await bare.command(`EXPLAIN AST ${statement}`);
    const broken = `EXPLAIN AST ${all[0]!.replace('(', '')}`;
    await expect(bare.command(broken)).rejects.toMatchObject({ code: 'CLICKHOUSE_SYNTAX_ERROR' });
  });

  it('say what they cost on a large table', () => {
    for (const { name } of migrations) {
      const text = readFileSync(
        new URL(`../../../infra/clickhouse/migrations/${name}.sql`, import.meta.url),
        'utf8',
      );
      expect(text.split('\n', 1)[0], name).toMatch(/^-- Cost: .{10,}/);
    }
  });

  it('may alter tables: columns on both of a cluster, what keeps rows on the shards', async () => {
    const add = 'ALTER TABLE facts ADD COLUMN IF NOT EXISTS language LowCardinality(String) AFTER channel';
    const drop = 'ALTER TABLE facts DROP COLUMN IF EXISTS language';
    const ttl = 'ALTER TABLE events MODIFY TTL toDateTime(opened_at) + INTERVAL 2 YEAR';
    const tablesOf = (statement: string) =>
      statementsToRun(statement, 'linewatch', cluster).map(
        (sql) => /^ALTER TABLE linewatch\.(\w+) ON/.exec(sql)?.[1],
      );
    expect(tablesOf(add)).toEqual(['facts_local', 'facts']);
    expect(tablesOf(drop)).toEqual(['facts', 'facts_local']);
    expect(tablesOf(ttl)).toEqual(['events_local']);
    for (const statement of [add, drop, ttl]) {
      for (const variant of [undefined, cluster]) {
        for (const sql of statementsToRun(statement, 'linewatch', variant))
          await bare.command(`EXPLAIN AST ${sql}`);
      }
    }
  });

  it('alter a table that has rows, once', async () => {
    const database = newDatabase();
    await migrate(bare, database);
    const later = {
      name: '9999_language',
      checksum: 'language',
      statements: ['ALTER TABLE reference ADD COLUMN IF NOT EXISTS language String'],
    };
    await bare.command(`INSERT INTO ${database}.reference (kind, hash, content) VALUES ('queue', 'a', '{}')`);
    expect(await migrate(bare, database, { migrations: [...migrations, later] })).toEqual([later.name]);
    expect(await migrate(bare, database, { migrations: [...migrations, later] })).toEqual([]);
    const sql = `SELECT content, language FROM ${database}.reference FINAL`;
    expect(await bare.query({ sql, params: {} })).toEqual([{ content: '{}', language: '' }]);
  });

  it.each([
    'ALTER TABLE facts ADD COLUMN language String',
    'ALTER TABLE facts DROP COLUMN language',
    'ALTER TABLE facts DELETE WHERE 1',
    'ALTER TABLE facts DROP PARTITION 202601',
  ])('refuse what cannot be run again or would lose rows: %s', (statement) => {
    expect(() => statementsToRun(statement, 'linewatch')).toThrow(
      expect.objectContaining({ code: 'BAD_MIGRATION' }),
    );
  });

  it('are refused for statements that have no rule', () => {
    expect(() => statementsToRun('DROP TABLE events', 'linewatch')).toThrow(/DROP TABLE events/);
    const unknown = statements[0]!.replace('events', 'unknown');
    expect(() => statementsToRun(unknown, 'linewatch', cluster)).toThrow(/unknown has no sharding key/);
  });
});
