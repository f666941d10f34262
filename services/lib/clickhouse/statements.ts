import { LinewatchError } from '../errors.ts';

/** A cluster of ClickHouse, by its name in `remote_servers`, and the sharding key of each table. */
export interface Cluster {
  name: string;
  shardingKeys: Readonly<Record<string, string>>;
}

const CREATE_TABLE =
  /^CREATE TABLE (?<table>\w+)\s*(?<columns>\([\s\S]*\n\))\nENGINE = ReplacingMergeTree(?:\((?<versions>[\w, ]+)\))?(?<rest>\n[\s\S]*)$/;

/** One action a statement, so that what was done before a crash and what was not cannot be in one. */
const ALTER_TABLE = /^ALTER TABLE (?<table>\w+)\s+(?<action>[A-Z]+ [A-Z]+)(?<rest>[\s\S]*)$/;

/**
 * What may be altered: what can be run again after a crash half-way. Columns are those of both tables of a cluster;
 * how rows are kept is a matter of those that keep them.
 */
const ACTIONS: Readonly<Record<string, { again: RegExp; columns: boolean }>> = {
  'ADD COLUMN': { again: /^ IF NOT EXISTS /, columns: true },
  'DROP COLUMN': { again: /^ IF EXISTS /, columns: true },
  'MODIFY COLUMN': { again: /^ (?!IF )/, columns: true },
  'ADD INDEX': { again: /^ IF NOT EXISTS /, columns: false },
  'DROP INDEX': { again: /^ IF EXISTS /, columns: false },
  'MATERIALIZE INDEX': { again: /^ /, columns: false },
  'MODIFY TTL': { again: /^ /, columns: false },
  'MODIFY SETTING': { again: /^ /, columns: false },
};

/**
 * A migration's statement as it is run, with the database's name. It may be run again after a crash half-way.
 *
 * On a cluster a table becomes two: `<name>_local` holds a shard's rows on each of its replicas, and `<name>` stands
 * for all shards, so that every query and insert is the same on one server and on many. The servers have the macros
 * `shard` and `replica`.
 *
 * Rejects with `BAD_MIGRATION` what it has no rule for.
 */
export function statementsToRun(statement: string, database: string, cluster?: Cluster): string[] {
  const created = CREATE_TABLE.exec(statement)?.groups;
  if (created) return toCreate(statement, created as unknown as Created, database, cluster);
  const altered = ALTER_TABLE.exec(statement)?.groups;
  if (altered) return toAlter(statement, altered as unknown as Altered, database, cluster);
  throw bad(`neither CREATE TABLE with ReplacingMergeTree nor ALTER TABLE: ${firstLine(statement)}`);
}

/** The name of the table that a statement creates or alters. */
export function tableOf(statement: string): string {
  return (CREATE_TABLE.exec(statement) ?? ALTER_TABLE.exec(statement))?.groups?.table ?? '';
}

interface Created {
  table: string;
  columns: string;
  versions?: string;
  rest: string;
}

function toCreate(
  statement: string,
  { table, columns, versions, rest }: Created,
  database: string,
  cluster: Cluster | undefined,
): string[] {
  if (!cluster) return [statement.replace(/^CREATE TABLE /, `CREATE TABLE IF NOT EXISTS ${database}.`)];
  const shardingKey = cluster.shardingKeys[table];
  if (shardingKey === undefined) throw bad(`the table ${table} has no sharding key`);
  const replicated = [
    `'/clickhouse/tables/{shard}/${database}/${table}'`,
    `'{replica}'`,
    ...(versions ? [versions] : []),
  ];
  return [
    `CREATE TABLE IF NOT EXISTS ${database}.${table}_local ON CLUSTER ${cluster.name}
${columns}
ENGINE = ReplicatedReplacingMergeTree(${replicated.join(', ')})${rest}`,
    `CREATE TABLE IF NOT EXISTS ${database}.${table} ON CLUSTER ${cluster.name} AS ${database}.${table}_local
ENGINE = Distributed(${cluster.name}, ${database}, ${table}_local, ${shardingKey})`,
  ];
}

interface Altered {
  table: string;
  action: string;
  rest: string;
}

function toAlter(
  statement: string,
  { table, action, rest }: Altered,
  database: string,
  cluster: Cluster | undefined,
): string[] {
  const known = ACTIONS[action];
  if (!known) throw bad(`no rule for ${action}: ${firstLine(statement)}`);
  if (!known.again.test(rest)) throw bad(`cannot be run again: ${firstLine(statement)}`);
  if (!cluster) return [`ALTER TABLE ${database}.${table} ${action}${rest}`];
  const alter = (name: string) =>
    `ALTER TABLE ${database}.${name} ON CLUSTER ${cluster.name} ${action}${rest}`;
  if (!known.columns) return [alter(`${table}_local`)];
  // What stands for all shards never has a column that a shard has not.
  const both = [alter(`${table}_local`), alter(table)];
  return action === 'DROP COLUMN' ? both.reverse() : both;
}

function bad(message: string): LinewatchError {
  return new LinewatchError('BAD_MIGRATION', message);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!;
}
