import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { settle, stop } from './kills.ts';
import { type FaultyProxy, type ProxyMode, startProxy } from './proxy.ts';
import type { RestartableServers } from './restartable.ts';
import { createResult, type Result } from './result.ts';
import type { Stage } from './stage.ts';

const CHUNK = 200;
const MIB = 1_048_576;

const CLICKHOUSE_FAULTS: readonly { name: string; mode: ProxyMode; forMs: number; runs: number }[] = [
  { name: 'ClickHouse refuses connections', mode: 'refuse', forMs: 1_500, runs: 5 },
  { name: 'ClickHouse cuts its answers', mode: 'cut answers', forMs: 1_500, runs: 5 },
  {
    name: 'ClickHouse connections break half-way through an insert',
    mode: 'cut requests',
    forMs: 1_500,
    runs: 5,
  },
  // Longer than an insert's timeout of 15 s, and than the group's session of 6 s here.
  { name: 'ClickHouse hangs', mode: 'hang', forMs: 18_000, runs: 2 },
  { name: 'ClickHouse answers after the client gave up', mode: { lateMs: 16_000 }, forMs: 18_000, runs: 2 },
];

/** ClickHouse fails in each of its ways while events come; ingest must stay, wait, and store everything afterwards. */
export async function clickhouseOutages({ servers, feed, lane }: Stage): Promise<Result[]> {
  const proxy = await startProxy(new URL(servers.clickhouseUrl));
  const seenByIngest = { clickhouseUrl: proxy.url };
  const tested = await lane('clickhouse-outages', { seenByIngest, sessionTimeoutMs: 6_000 });
  const ingest = tested.start();
  const results: Result[] = [];
  await settle(feed, [tested], [ingest]);
  for (const { name, mode, forMs, runs } of CLICKHOUSE_FAULTS) {
    const result = createResult(name);
    results.push(result);
    for (; result.runs < runs; result.runs++) {
      await during(proxy, mode, forMs, () => feed.produce(CHUNK));
      await settle(feed, [tested], [ingest]);
      result.violations.push(...(await tested.differences(false)));
    }
  }
  results.at(-1)!.violations.push(...(await tested.differences(true)));
  await stop([ingest]);
  await proxy.close();
  return results;
}

/** The registry is away when a process starts that knows no schema yet. */
export async function registryOutage({ servers, feed, lane }: Stage): Promise<Result[]> {
  const result = createResult('registry away');
  const proxy = await startProxy(new URL(servers.registryUrl));
  const tested = await lane('registry', { seenByIngest: { registryUrl: `http://127.0.0.1:${proxy.port}` } });
  for (const mode of ['refuse', 'cut answers', 'hang'] as const) {
    const ingest = await during(proxy, mode, 6_000, async () => {
      await feed.produce(CHUNK);
      return tested.start();
    });
    await settle(feed, [tested], [ingest]);
    result.runs++;
    result.violations.push(...(await tested.differences(true)));
    await stop([ingest]);
  }
  await proxy.close();
  return [result];
}

async function during<T>(
  proxy: FaultyProxy,
  mode: ProxyMode,
  forMs: number,
  run: () => Promise<T>,
): Promise<T> {
  proxy.mode = mode;
  const result = await run();
  await sleep(forMs);
  proxy.mode = 'pass';
  return result;
}

/** What ingest may take of memory while ClickHouse is away, and while it catches up. */
const MAX_RESIDENT_BYTES = 512 * MIB;
/** Eight times the busiest second of a center with a thousand agents. */
const LOAD = { records: 200, everyMs: 500 };

/** A long outage under load: memory must stay bounded, and everything must be in afterwards. */
export async function longOutage({ servers, feed, lane }: Stage, outageMs: number): Promise<Result[]> {
  const result = createResult('ClickHouse away for long under load');
  const proxy = await startProxy(new URL(servers.clickhouseUrl));
  const tested = await lane('long-outage', {
    seenByIngest: { clickhouseUrl: proxy.url },
    // As in production: it outlives the timeout of an insert.
    sessionTimeoutMs: 30_000,
  });
  const ingest = tested.start();
  await settle(feed, [tested], [ingest]);
  let mostBytes = 0;
  const sampler = setInterval(() => {
    mostBytes = Math.max(mostBytes, residentBytes(ingest.process.pid!));
  }, 200);
  const startedAt = Date.now();
  const before = feed.total;
  proxy.mode = 'refuse';
  while (Date.now() - startedAt < outageMs) {
    await feed.produce(LOAD.records);
    await sleep(LOAD.everyMs);
  }
  proxy.mode = 'pass';
  const backAt = Date.now();
  await settle(feed, [tested], [ingest], 900_000);
  clearInterval(sampler);
  result.runs = 1;
  result.figures = {
    'outage, s': Math.round((backAt - startedAt) / 1000),
    'records meanwhile': feed.total - before,
    'most resident memory, MiB': Math.round(mostBytes / MIB),
    'caught up after, s': Math.round((Date.now() - backAt) / 1000),
  };
  if (mostBytes > MAX_RESIDENT_BYTES)
    result.violations.push(`ingest took ${Math.round(mostBytes / MIB)} MiB`);
  result.violations.push(...(await tested.differences(true)));
  await stop([ingest]);
  await proxy.close();
  return [result];
}

function residentBytes(pid: number): number {
  const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) * 1024;
}

/** The whole embedded process, broker and engine and registry, is killed or restarted while ingest reads and writes. */
export async function restarts(stage: Stage, servers: RestartableServers, each: number): Promise<Result[]> {
  const { feed, lane, dice } = stage;
  const tested = await lane('restarts', { sessionTimeoutMs: 6_000 });
  let ingest = tested.start();
  await settle(feed, [tested], [ingest]);
  const results: Result[] = [];
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    const result = createResult(`broker, registry and engine ended by ${signal}`);
    results.push(result);
    let slowest = 0;
    for (; result.runs < each; result.runs++) {
      await feed.produce(CHUNK);
      await sleep(dice.below(400));
      await servers.restart(signal);
      if (signal === 'SIGKILL') result.kills++;
      const backAt = Date.now();
      await settle(feed, [tested], [ingest]);
      slowest = Math.max(slowest, Date.now() - backAt);
      result.violations.push(...(await tested.differences(false)));
    }
    result.figures = { 'slowest catching up, ms': slowest };
  }
  results.at(-1)!.violations.push(...(await tested.differences(true)));
  await stop([ingest]);
  ingest = tested.start();
  await settle(feed, [tested], [ingest]);
  await stop([ingest]);
  return results;
}
