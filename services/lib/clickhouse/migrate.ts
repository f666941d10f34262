import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { LinewatchError } from '../errors.ts';
import type { ClickHouse } from './client.ts';

export interface Migration {
  /** File name without ending, such as `0001_tables`; the order is by name. */
  name: string;
  statements: string[];
  checksum: string;
}

const FOLDER = new URL('../../../infra/clickhouse/migrations/', import.meta.url);

/** The migrations that come with this version, in order. */
export function readMigrations(folder: URL = FOLDER): Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  return files.sort().map((file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    return { name: file.replace(/\.sql$/, ''), statements: split(text), checksum: sha256(text) };
  });
}

/**
 * Brings the database to the newest version and gives the names of what was applied. `bare` is a client without
 * a default database, as it may not exist yet. Rejects with `MIGRATION_CHANGED` when an applied migration's text
 * is no longer what was applied.
 */
export async function migrate(
  bare: ClickHouse,
  database: string,
  migrations = readMigrations(),
): Promise<string[]> {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(database)) {
    throw new LinewatchError('BAD_DATABASE_NAME', `not a database name: ${database}`);
  }
  await bare.command(`CREATE DATABASE IF NOT EXISTS ${database}`);
  await bare.command(
    `CREATE TABLE IF NOT EXISTS ${database}.migrations (name String, checksum String, applied_at DateTime DEFAULT now())
     ENGINE = ReplacingMergeTree ORDER BY name`,
  );
  const sql = `SELECT name, checksum FROM ${database}.migrations FINAL`;
  const rows = await bare.query<{ name: string; checksum: string }>({ sql, params: {} });
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  const done: string[] = [];
  for (const migration of migrations) {
    const checksum = applied.get(migration.name);
    if (checksum === migration.checksum) continue;
    if (checksum !== undefined) {
      throw new LinewatchError('MIGRATION_CHANGED', `migration ${migration.name} is not what was applied`);
    }
    for (const statement of migration.statements) await bare.command(qualify(statement, database));
    await bare.command(
      `INSERT INTO ${database}.migrations (name, checksum) VALUES ({name:String}, {checksum:String})`,
      {
        name: migration.name,
        checksum: migration.checksum,
      },
    );
    done.push(migration.name);
  }
  return done;
}

/** Statements may be repeated after a crash half-way through a migration. */
function qualify(statement: string, database: string): string {
  return statement.replace(/^CREATE TABLE (\w+)/, `CREATE TABLE IF NOT EXISTS ${database}.$1`);
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
