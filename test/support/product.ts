import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePorts } from './ports.ts';

/** Against hanging: two weeks of history take half a minute, on a busy machine several. */
const READY_WITHIN_MS = 600_000;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A finished command: what it printed, both streams, and how it ended. */
export interface Finished {
  output: string;
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The product as people run it: `npm start` in a process of its own, with a data folder and ports of its own. */
export interface Product {
  address: string;
  /** For commands that shall reach this product. */
  environment: Record<string, string>;
  process: ChildProcess;
  output(): string;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Finished>;
}

/** Environment of a product that nothing else uses. */
export async function productEnvironment(dataDir: string): Promise<Record<string, string>> {
  const [query, registry, collector, kafka, clickhouse] = await freePorts(5);
  return {
    DATA_DIR: dataDir,
    QUERY_PORT: String(query),
    REGISTRY_PORT: String(registry),
    COLLECTOR_PORT: String(collector),
    KAFKA_PORT: String(kafka),
    CLICKHOUSE_PORT: String(clickhouse),
  };
}

/** Runs a command line of Linewatch to its end. */
export async function runLinewatch(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Finished> {
  const child = spawnLinewatch(args, environment);
  const output = collect(child);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { output: output(), code, signal };
}

/** Starts the product and waits until it says that it is ready. */
export async function startProduct(
  args: readonly string[],
  environment: Record<string, string>,
): Promise<Product> {
  const product = launchProduct(args, environment);
  await waitUntil(() => {
    if (product.process.exitCode !== null) throw new Error(`the product ended:\n${product.output()}`);
    return product.output().includes('Ready: ');
  }, READY_WITHIN_MS);
  return product;
}

/** Starts the product and does not wait. */
export function launchProduct(args: readonly string[], environment: Record<string, string>): Product {
  const child = spawnLinewatch(['start', ...args], environment);
  const output = collect(child);
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    address: `http://127.0.0.1:${environment.QUERY_PORT}`,
    environment,
    process: child,
    output,
    async end(signalSent) {
      child.kill(signalSent);
      const [code, signal] = await closed;
      return { output: output(), code, signal };
    },
  };
}

/** A folder for one test, and how to remove it. */
export interface TemporaryFolder {
  path: string;
  remove(): Promise<void>;
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'linewatch-'));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Only against hanging: a machine that does much else takes its time. */
const WAITS_MS = 600_000;

/** Asks again until the answer is true. Rejects after `timeoutMs`. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  timeoutMs = WAITS_MS,
): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > giveUpAt) throw new Error('waited too long');
    await sleep(100);
  }
}

/** A JSON answer of a query service. */
export async function getJson<T>(product: Pick<Product, 'address'>, route: string): Promise<T> {
  const response = await fetch(product.address + route);
  if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

function spawnLinewatch(args: readonly string[], environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['infra/run.js', 'services/main.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  return () => text;
}
