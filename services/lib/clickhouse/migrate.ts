import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { LinewatchError } from '../errors.ts';
import type { ClickHouse } from './client.ts';
import { DEFAULT_LOCK, type LockOptions, withMigrationLock } from './migration-lock.ts';
import { type Cluster, statementsToRun, tableOf } from './statements.ts';

export interface Migration {
  /** File name without ending, such as `0001_tables`; the order is by name. */
  name: string;
  statements: string[];
  /** Of the statements: comments may be mended. */
  checksum: string;
}

export interface MigrateOptions {
  /** Name of the cluster, where tables are to be replicated and sharded. */
  cluster?: string;
  migrations?: readonly Migration[];
  lock?: LockOptions;
}

const FOLDER = new URL('../../../infra/clickhouse/migrations/', import.meta.url);
const SHARDING = new URL('../../../infra/clickhouse/cluster/sharding.yaml', import.meta.url);

/** The migrations that come with this version, in order. */
export function readMigrations(folder: URL = FOLDER): Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  return files.sort().map((file) => {
    const statements = split(readFileSync(new URL(file, folder), 'utf8'));
    return { name: file.replace(/\.sql$/, ''), statements, checksum: sha256(statements.join(';\n')) };
  });
}

/** The sharding key of each table, on a cluster. */
export function readShardingKeys(): Record<string, string> {
  return parse(readFileSync(SHARDING, 'utf8')) as Record<string, string>;
}

/**
 * Brings the database to the newest version and gives the names of what was applied. `bare` is a client without
 * a default database, as it may not exist yet. Rejects with `MIGRATION_CHANGED` when an applied migration is no
 * longer what was applied: its text, or on a cluster a sharding key; with `MIGRATION_LOCKED` when another process
 * does not finish.
 */
export async function migrate(
  bare: ClickHouse,
  database: string,
  { cluster: name, migrations = readMigrations(), lock = DEFAULT_LOCK }: MigrateOptions = {},
): Promise<string[]> {
  for (const identifier of name === undefined ? [database] : [database, name]) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(identifier)) {
      throw new LinewatchError('BAD_DATABASE_NAME', `not a name of a database or cluster: ${identifier}`);
    }
  }
  const cluster = name === undefined ? undefined : { name, shardingKeys: readShardingKeys() };
  const onCluster = cluster ? ` ON CLUSTER ${cluster.name}` : '';
  await bare.command(`CREATE DATABASE IF NOT EXISTS ${database}${onCluster}`);
  await bare.command(
    `CREATE TABLE IF NOT EXISTS ${database}.migrations${onCluster}
     (name String, checksum String, applied_at DateTime DEFAULT now()) ENGINE = ${historyEngine(database, cluster)} ORDER BY name`,
  );
  const pending = async () => {
    const applied = await readApplied(bare, database, cluster);
    return migrations.filter((migration) => isPending(migration, applied.get(migration.name), cluster));
  };
  if ((await pending()).length === 0) return [];
  return withMigrationLock(bare, { database, onCluster }, lock, async () => {
    const done: string[] = [];
    // Asked again: another process may have done it while this one waited.
    for (const migration of await pending()) {
      for (const statement of migration.statements) {
        for (const sql of statementsToRun(statement, database, cluster)) await bare.command(sql);
      }
      await bare.command(
        `INSERT INTO ${database}.migrations (name, checksum) VALUES ({name:String}, {checksum:String})`,
        { name: migration.name, checksum: checksumOf(migration, cluster) },
      );
      done.push(migration.name);
    }
    return done;
  });
}

/** What was applied is known to every server of a cluster, whichever answers. */
function historyEngine(database: string, cluster: Cluster | undefined): string {
  return cluster
    ? `ReplicatedReplacingMergeTree('/clickhouse/tables/all/${database}/migrations', '{shard}-{replica}')`
    : 'ReplacingMergeTree';
}

async function readApplied(
  bare: ClickHouse,
  database: string,
  cluster: Cluster | undefined,
): Promise<Map<string, string>> {
  if (cluster) await bare.command(`SYSTEM SYNC REPLICA ${database}.migrations`);
  const sql = `SELECT name, checksum FROM ${database}.migrations FINAL`;
  const rows = await bare.query<{ name: string; checksum: string }>({ sql, params: {} });
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function isPending(migration: Migration, applied: string | undefined, cluster: Cluster | undefined): boolean {
  if (applied === undefined) return true;
  if (applied === checksumOf(migration, cluster)) return false;
  throw new LinewatchError('MIGRATION_CHANGED', `migration ${migration.name} is not what was applied`);
}

function checksumOf({ checksum, statements }: Migration, cluster: Cluster | undefined): string {
  if (!cluster) return checksum;
  const keys = statements.map((statement) => cluster.shardingKeys[tableOf(statement)]);
  return sha256([checksum, ...keys].join('\n'));
}

function split(text: string): string[] {
  const code = text.replace(/^\s*--.*$/gm, '');
  return code
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
