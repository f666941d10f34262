import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { mayBeFromWebPage } from '../web-page.ts';
import { type Engine, openEngine } from './engine.ts';
import { exception, httpStatusOf } from './errors.ts';
import { createQueryHandler } from './handler.ts';
import { showsSecret } from './login.ts';
import { createSessionPool } from './session-pool.ts';
import { createWorkspace } from './workspace.ts';

export interface EmbeddedClickHouseOptions {
  host: string;
  /** 0 for any free port. */
  port: number;
  /** Owned by one process at a time. */
  dataDir: string;
  /**
   * What whoever sends a statement must show; asked for once the data folder is held. Not given: nothing, for tests
   * of the rest.
   */
  secret?: () => string;
  log?: (level: 'info' | 'warn' | 'error', message: string) => void;
  maxServerMemoryBytes?: number;
  /** Largest request body, decompressed. */
  maxBodyBytes?: number;
  /** Statements that run at the same time; each holds a thread of libuv. */
  maxSessions?: number;
  maxWaiting?: number;
  waitTimeoutMs?: number;
}

export interface EmbeddedClickHouse {
  host: string;
  port: number;
  /** Cancels what runs, flushes and gives the data folder free. */
  close(): Promise<void>;
}

const MIB = 1024 * 1024;
const DEFAULTS = {
  maxServerMemoryBytes: 2048 * MIB,
  maxBodyBytes: 1024 * MIB,
  maxSessions: 10,
  maxWaiting: 500,
  waitTimeoutMs: 30_000,
};
const MAX_QUERY_BYTES = 4 * MIB;
const MAX_URI_BYTES = 1 * MIB;
const STALL_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_MS = 10_000;
// Threads beyond those of the sessions: files, compression, and the statement that cancels others.
const SPARE_THREADS = 4;
const GRACE_MS = 500;
const CANCEL_MS = 1_500;
const BROKEN_PARTS = `SELECT concat('part ', name, ' of ', database, '.', table) FROM system.detached_parts
WHERE reason LIKE '%broken%'`;
const AUTHENTICATION_FAILED =
  'Authentication failed: user and password stand in the file clickhouse.login of the data folder (DATA_DIR)';

/**
 * Serves chDB on ClickHouse's HTTP interface. See README.md for what is left out.
 *
 * The process needs UV_THREADPOOL_SIZE=16 in its environment from its start: every running statement holds a
 * thread.
 *
 * @throws EngineOpenError with code DATA_DIR_IN_USE, DATA_DIR_UNUSABLE or ENGINE_FAILED; Node's errors of `listen`
 */
export async function startEmbeddedClickHouse(
  options: EmbeddedClickHouseOptions,
): Promise<EmbeddedClickHouse> {
  const settings = { ...DEFAULTS, ...options };
  const log = options.log ?? (() => {});
  warnOfFewThreads(settings.maxSessions, log);
  const engine = openEngine({ ...settings, maxQueryBytes: MAX_URI_BYTES * 4 });
  const workspace = createWorkspace(realpathSync(settings.dataDir), settings.maxSessions);
  const pool = createSessionPool(engine, workspace.pipes, settings);
  const secret = settings.secret?.();
  await sayBrokenParts(engine, log);
  const closing = new AbortController();
  const handle = createQueryHandler({
    pool,
    newFile: workspace.newFile,
    maxBodyBytes: settings.maxBodyBytes,
    maxQueryBytes: MAX_QUERY_BYTES,
    stallTimeoutMs: STALL_TIMEOUT_MS,
    closing: closing.signal,
  });
  const server = createServer({ maxHeaderSize: MAX_URI_BYTES, keepAliveTimeout: KEEP_ALIVE_MS });
  const running = new Set<Promise<void>>();
  server.on('request', (request, response) => {
    const answered = route(request, response, secret, handle).catch((error: unknown) => {
      log('error', `embedded ClickHouse: ${String(error)}`);
      response.destroy();
    });
    running.add(answered);
    void answered.finally(() => running.delete(answered));
  });

  async function close(): Promise<void> {
    pool.close();
    server.close();
    server.closeIdleConnections();
    await Promise.race([Promise.all(running), delay(GRACE_MS, undefined, { ref: false })]);
    closing.abort();
    await Promise.race([Promise.all(running), delay(CANCEL_MS, undefined, { ref: false })]);
    server.closeAllConnections();
    await engine.close();
    workspace.remove();
  }

  try {
    server.listen(settings.port, settings.host);
    await once(server, 'listening');
  } catch (error) {
    await close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  log('info', `embedded ClickHouse on http://${settings.host}:${port}, data in ${settings.dataDir}`);
  return { host: settings.host, port, close };
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  secret: string | undefined,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<void> {
  const path = request.url?.split('?')[0];
  if (mayBeFromWebPage(request)) {
    response.writeHead(403).end('Requests of web pages, and under names of other machines, are refused\n');
  } else if (path === '/ping' || path === '/replicas_status') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=UTF-8' }).end('Ok.\n');
  } else if (path === '/' && secret !== undefined && !showsSecret(request, secret)) {
    const { code, message } = exception('AUTHENTICATION_FAILED', AUTHENTICATION_FAILED);
    response.writeHead(httpStatusOf(code), { 'X-ClickHouse-Exception-Code': code }).end(`${message}\n`);
    request.resume();
  } else if (path === '/') {
    await handle(request, response);
  } else {
    response.writeHead(404).end(`There is no handle ${path}\n`);
  }
}

/** The engine starts without the parts of tables that it finds damaged, and tells nobody. */
async function sayBrokenParts(
  engine: Engine,
  log: NonNullable<EmbeddedClickHouseOptions['log']>,
): Promise<void> {
  const session = engine.openSession();
  try {
    const broken = await session.run(BROKEN_PARTS);
    for (const part of Buffer.from(broken.bytes).toString().split('\n').filter(Boolean)) {
      log('error', `${part} is damaged and was set aside: its rows are missing, linewatch verify says which`);
    }
  } finally {
    session.close();
  }
}

function warnOfFewThreads(maxSessions: number, log: NonNullable<EmbeddedClickHouseOptions['log']>): void {
  const threads = Number(process.env.UV_THREADPOOL_SIZE ?? 4);
  const needed = maxSessions + SPARE_THREADS;
  if (threads >= needed) return;
  log(
    'warn',
    `UV_THREADPOOL_SIZE is ${threads}, embedded ClickHouse needs ${needed}: queries will wait for threads`,
  );
}
