import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startIngestProcess } from '../../faults/ingest-control.ts';
import type { Setting } from './setting.ts';
import { CENTER, COMPARED, type Figure } from './truth.ts';

const run = promisify(execFile);
const HERE = fileURLToPath(new URL('.', import.meta.url));
const SCHEMAS = fileURLToPath(new URL('../../../schemas/', import.meta.url));
/** After so long a member that was killed is missed; the same for all. */
const SESSION_MS = 6_000;

/** One of those that read the same events and write the same facts. */
export interface Contender {
  name: string;
  /** Its consumer groups: of the events, and where it has one, of what it hands over to itself. */
  groups: { events: string; handedOver?: string };
  start(): Promise<RunningContender>;
  /** What it has stored of the conversations whose ids begin so. */
  figures(prefix: string): Promise<Figure[]>;
  /** What it keeps to go on after a restart: on its own disk, or in the database. */
  stateBytes(): Promise<number>;
}

export interface RunningContender {
  pid: number;
  isOver(): boolean;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export function linewatch({ servers, brokers }: Setting): Contender {
  const { clickhouse, embedded } = servers;
  const groupId = 'peers-linewatch';
  return {
    name: 'linewatch',
    groups: { events: groupId },
    async start() {
      const child = startIngestProcess({
        environment: {
          KAFKA_BROKERS: brokers,
          SCHEMA_REGISTRY_URL: embedded.registryUrl,
          CLICKHOUSE_URL: embedded.clickhouseUrl,
          CONTACT_CENTER_CONFIG: CENTER,
        },
        groupId,
        sessionTimeoutMs: SESSION_MS,
        logLevel: 'error',
        options: {},
        cuts: null,
      });
      await child.ready;
      return runningOf(child.process);
    },
    figures: (prefix) =>
      clickhouse.query<Figure>({
        sql: `SELECT fact, conversation_id, seq::UInt32 AS seq, toUnixTimestamp64Milli(at)::Float64 AS at,
          toUnixTimestamp64Milli(ended_at)::Float64 AS ended_at, state, label, value_ms::Float64 AS value_ms
        FROM facts FINAL WHERE startsWith(conversation_id, {prefix:String}) AND fact IN {facts:Array(String)}`,
        params: { prefix, facts: COMPARED },
      }),
    async stateBytes() {
      const [row] = await clickhouse.query<{ bytes: number }>({
        sql: `SELECT sum(bytes_on_disk)::Float64 AS bytes FROM system.parts
        WHERE active AND database = currentDatabase() AND table = 'events'`,
        params: {},
      });
      return row!.bytes;
    },
  };
}

/** A job in Java, fetched and compiled. Rejects where a tool is missing, or Maven Central does not have what it needs. */
export async function javaJob(
  { servers, brokers, folder, databaseFor }: Setting,
  job: { name: 'streams' | 'flink'; main: string; options: readonly string[]; handsOver: boolean },
): Promise<Contender> {
  const { stdout } = await run(path.join(HERE, 'build.sh'), [job.name], { maxBuffer: 1 << 20 });
  const classPath = stdout.trim();
  const database = await databaseFor(job.name);
  const state = path.join(folder, job.name);
  await mkdir(state);
  const { clickhouse, embedded } = servers;
  const url = new URL(embedded.clickhouseUrl);
  const group = `peers-${job.name}`;
  return {
    name: job.name,
    groups: { events: group, ...(job.handsOver ? { handedOver: `${group}-sink` } : {}) },
    async start() {
      const child = spawn('java', [...job.options, '-cp', classPath, job.main], {
        env: {
          ...process.env,
          KAFKA_BROKERS: brokers,
          PEER_GROUP: group,
          PEER_STATE: state,
          PEER_SCHEMAS: SCHEMAS,
          PEER_CLICKHOUSE_URL: url.origin,
          PEER_CLICKHOUSE_USER: decodeURIComponent(url.username),
          PEER_CLICKHOUSE_PASSWORD: decodeURIComponent(url.password),
          PEER_CLICKHOUSE_DATABASE: database,
        },
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      await once(child, 'spawn');
      return runningOf(child);
    },
    figures: (prefix) =>
      clickhouse.query<Figure>({
        sql: `SELECT fact, conversation_id, seq::UInt32 AS seq, at::Float64 AS at, ended_at::Float64 AS ended_at, state,
          label, value_ms::Float64 AS value_ms
        FROM ${database}.peer_facts FINAL WHERE startsWith(conversation_id, {prefix:String})`,
        params: { prefix },
      }),
    async stateBytes() {
      const { stdout: size } = await run('du', ['-sb', state]);
      return Number.parseInt(size, 10);
    },
  };
}

function runningOf(child: ChildProcess): RunningContender {
  const exited = once(child, 'exit');
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals) => {
    if (!isOver()) child.kill(signal);
    await exited;
  };
  return { pid: child.pid!, isOver, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
