import { LinewatchError } from '../errors.ts';

/** A cluster of ClickHouse, by its name in `remote_servers`, and the sharding key of each table. */
export interface Cluster {
  name: string;
  shardingKeys: Readonly<Record<string, string>>;
}

const CREATE_TABLE =
  /^CREATE TABLE (?<table>\w+)\s*(?<columns>\([\s\S]*\n\))\nENGINE = ReplacingMergeTree(?:\((?<versions>[\w, ]+)\))?(?<rest>\n[\s\S]*)$/;

/**
 * A migration's statement as it is run, with the database's name. It may be run again after a crash half-way.
 *
 * On a cluster the table becomes two: `<name>_local` holds a shard's rows on each of its replicas, and `<name>`
 * stands for all shards, so that every query and insert is the same on one server and on many. The servers have the
 * macros `shard` and `replica`.
 *
 * Rejects with `BAD_MIGRATION` what it has no rule for.
 */
export function statementsToRun(statement: string, database: string, cluster?: Cluster): string[] {
  const { table, columns, versions, rest } = CREATE_TABLE.exec(statement)?.groups ?? {};
  if (!table || !columns || !rest) {
    throw new LinewatchError(
      'BAD_MIGRATION',
      `not CREATE TABLE with ReplacingMergeTree: ${firstLine(statement)}`,
    );
  }
  if (!cluster) return [statement.replace(/^CREATE TABLE /, `CREATE TABLE IF NOT EXISTS ${database}.`)];
  const shardingKey = cluster.shardingKeys[table];
  if (shardingKey === undefined) {
    throw new LinewatchError('BAD_MIGRATION', `the table ${table} has no sharding key`);
  }
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

/** The name of the table that a statement creates. */
export function tableOf(statement: string): string {
  return CREATE_TABLE.exec(statement)?.groups?.table ?? '';
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!;
}
