import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { rolesApart } from '../support/collector-roles.ts';
import { atMost, type Bench, figure, type Line } from './report.ts';
import { scaled } from './scale.ts';
import { countStored, startBenchServers } from './servers.ts';
import { BATCH, type FromSender, type SenderSettings, type ToSender } from './steady/messages.ts';
import { type Reading, trendOf } from './steady/trend.ts';

const NAME = 'steady';
const RATE = 500;
const HOUR_MS = 3_600_000;
/** A day at that rate, as fast as the machine takes it. */
const EVENTS = Math.ceil(scaled(24 * 3_600 * RATE) / BATCH) * BATCH;
/** Most events that are accepted and not stored: it is no race with a backlog. */
const AHEAD = 50_000;
const SAMPLE_MS = 2_000;
const MIB = 2 ** 20;
/** What comes before is caches that fill and conversations that open. */
const SETTLED = 0.4;
/** Readings without which a line says nothing. */
const FEWEST = 20;
/** What a day may cost, as docs/production.md has it, bytes an event. */
const STORED_BYTES = 118;
const KAFKA_BYTES = 159;
/** Handles of files come and go with parts and connections. */
const HANDLES = 10;

interface Sample {
  events: number;
  residentMiB: number;
  handles: number;
}

/** A day of a center: no process may grow, and the disk takes what the pages say. */
export const steadyBench: Bench = {
  name: NAME,
  title: `a day at ${RATE} events a second, speeded up: memory, handles and disk, a process a role`,
  isLong: true,
  async run(say, keep) {
    const servers = await startBenchServers();
    try {
      const roles = await rolesApart(servers.context);
      const pids = { servers: servers.embedded.process.pid!, ...roles.pids };
      const samples = new Map(Object.keys(pids).map((name) => [name, [] as Sample[]]));
      const settings: SenderSettings = {
        address: roles.address,
        events: EVENTS,
        rate: RATE,
        startsAt: Date.now() - (EVENTS / RATE) * 1_000,
      };
      const sender = fork(path.join(import.meta.dirname, 'steady/sender.ts'), [JSON.stringify(settings)], {
        execArgv: ['--import', 'tsx'],
      });
      let accepted = 0;
      sender.on('message', (message: FromSender) => {
        accepted = message.accepted;
      });
      const failed = Promise.race([
        roles.failed,
        once(sender, 'exit').then(([code]) => {
          if (code !== 0) throw new Error(`the sender ended with ${code}`);
          return new Promise<never>(() => {});
        }),
      ]);
      failed.catch(() => {});
      const disk: { events: number; kafka: number; clickhouse: number }[] = [];
      const begun = performance.now();
      let stored = 0;
      while (stored < EVENTS) {
        stored = await countStored(servers.clickhouse, servers.environment.CLICKHOUSE_DATABASE);
        if (sender.connected) sender.send({ allowed: stored + AHEAD } satisfies ToSender);
        for (const [name, pid] of Object.entries(pids))
          samples.get(name)!.push({ events: stored, ...usageOf(pid) });
        if (stored >= ((disk.length + 1) / 4) * EVENTS) {
          disk.push({ events: stored, ...(await diskOf(servers.clickhouse, servers.dataDir)) });
          say(`${stored} events stored, ${accepted} accepted`);
        }
        await Promise.race([Promise.all([askBoards(roles.query), sleep(SAMPLE_MS)]), failed]);
      }
      const perSecond = EVENTS / ((performance.now() - begun) / 1_000);
      await untilAllAreStored(servers.clickhouse);
      await mergeAll(servers.clickhouse);
      const end = await diskOf(servers.clickhouse, servers.dataDir);
      keep?.({ samples: Object.fromEntries(samples), disk, end });
      return [
        figure(NAME, 'events', EVENTS, ''),
        figure(NAME, 'which are so much of a day', EVENTS / RATE / 3_600, ' h'),
        figure(NAME, 'stored', perSecond, '/s'),
        ...[...samples].flatMap(([name, all]) => growthOf(name, all)),
        ...differs('ClickHouse, bytes an event, all merged', end.clickhouse / EVENTS, STORED_BYTES),
        ...differs('Kafka, bytes an event', end.kafka / EVENTS, KAFKA_BYTES),
      ];
    } finally {
      await servers.stop();
    }
  },
};

function growthOf(name: string, all: readonly Sample[]): Line[] {
  const settled = all.filter(({ events }) => events >= SETTLED * EVENTS);
  if (settled.length < FEWEST) throw new Error(`${settled.length} readings are too few to tell growth by`);
  const readings = (of: 'residentMiB' | 'handles'): Reading[] =>
    settled.map((one) => ({ events: one.events, value: one[of] }));
  const memory = trendOf(readings('residentMiB'));
  const handles = trendOf(readings('handles'));
  return [
    figure(NAME, `${name}: resident memory at the end`, settled.at(-1)?.residentMiB ?? 0, ' MiB'),
    atMost(NAME, `${name}: its growth, beside its noise`, Math.max(0, memory.growth), memory.noise, ' MiB'),
    atMost(NAME, `${name}: growth of handles`, Math.max(0, handles.growth), HANDLES, ''),
  ];
}

function differs(what: string, measured: number, predicted: number): Line[] {
  const off = Math.abs(measured / predicted - 1) * 100;
  return [
    figure(NAME, what, measured, ' B'),
    atMost(NAME, `which differs from docs/production.md by`, off, 10, ' %'),
  ];
}

function usageOf(pid: number): Omit<Sample, 'events'> {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const residentMiB = (Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) * 1_024) / MIB;
  return { residentMiB, handles: readdirSync(`/proc/${pid}/fd`).length };
}

/** Of the rows and the input topics alone: what the engine logs of itself is none of a center's. */
async function diskOf(
  clickhouse: ClickHouse,
  dataDir: string,
): Promise<{ kafka: number; clickhouse: number }> {
  const [row] = await clickhouse.query<{ bytes: number }>({
    sql: `SELECT sum(bytes_on_disk)::Float64 AS bytes FROM system.parts WHERE active AND database = currentDatabase()
          AND table IN ('events', 'facts', 'conversations')`,
    params: {},
  });
  const kafka = path.join(dataDir, 'kafka');
  const files = readdirSync(kafka, { recursive: true, withFileTypes: true }).filter(
    (entry) =>
      entry.isFile() &&
      /contact\.(tickets|chats|agents|surveys)/.test(path.join(entry.parentPath, entry.name)),
  );
  const sizes = files.map((entry) => statSync(path.join(entry.parentPath, entry.name)).size);
  return { kafka: sizes.reduce((sum, size) => sum + size, 0), clickhouse: row!.bytes };
}

/** What is sent again counts as a record and not as an event: the last ones may come after as many records. */
async function untilAllAreStored(clickhouse: ClickHouse): Promise<void> {
  while (true) {
    const [row] = await clickhouse.query<{ events: number; dead: number }>({
      sql: `SELECT count()::Float64 AS events, (SELECT count() FROM dead_letters)::Float64 AS dead FROM events FINAL`,
      params: {},
    });
    const { events, dead } = row!;
    if (events > EVENTS || dead > 0) throw new Error(`${events} events of ${EVENTS}, ${dead} dead letters`);
    if (events === EVENTS) return;
    await sleep(SAMPLE_MS);
  }
}

async function mergeAll(clickhouse: ClickHouse): Promise<void> {
  for (const table of ['events', 'facts', 'conversations'])
    await clickhouse.command(`OPTIMIZE TABLE ${table} FINAL`);
}

/** As people do who watch a board and open a page now and then. */
async function askBoards(service: string): Promise<void> {
  const to = Date.now();
  const range = `from=${to - 24 * HOUR_MS}&to=${to}&interval=1h`;
  for (const route of [
    '/api/v1/live/queues',
    '/api/v1/live/agents',
    `/api/v1/query?metrics=offered,handled&${range}`,
  ]) {
    const response = await fetch(service + route);
    await response.arrayBuffer();
    if (response.status >= 500) throw new Error(`${route}: ${response.status}`);
  }
}
