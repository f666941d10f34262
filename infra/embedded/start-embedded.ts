import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { readLogin, withLogin } from '../../services/lib/embedded-login.ts';
import { LinewatchError } from '../../services/lib/errors.ts';

export interface EmbeddedSettings {
  host: string;
  dataDir: string;
  kafkaPort: number;
  registryPort: number;
  clickhousePort: number;
  topics: { name: string; partitions: number }[];
  logLevel: string;
}

/** What the child says once: the ports it listens on, or why it cannot. */
export type EmbeddedReport =
  | { ready: { kafkaPort: number; registryPort: number; clickhousePort: number } }
  | { failed: { code: string; message: string; port?: number } };

export interface EmbeddedServers {
  brokers: string[];
  registryUrl: string;
  /** With user and password: not to be printed. */
  clickhouseUrl: string;
  process: ChildProcess;
  /** Resolves with the exit code or signal, whenever the process ends. */
  exited: Promise<string>;
  stop(): Promise<void>;
}

const RUN = fileURLToPath(new URL('../run.js', import.meta.url));
const ENTRY = fileURLToPath(new URL('main.ts', import.meta.url));
const STOP_MS = 4_000;

/**
 * Starts the embedded servers in a process of their own, so that a heavy query or a native fault cannot take the
 * services down. Rejects with `DATA_DIR_IN_USE`, `DATA_DIR_UNUSABLE`, `DATA_DAMAGED`, `PORT_IN_USE` or `EMBEDDED_FAILED`.
 */
export async function startEmbedded(settings: EmbeddedSettings): Promise<EmbeddedServers> {
  const child = fork(RUN, [ENTRY, JSON.stringify(settings)], {
    // Every running statement of the engine holds one of these threads.
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
    // Not those of this process, which may be a test's.
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = holdBack(child);
  const exited = once(child, 'exit').then(([code, signal]) => String(signal ?? code));
  const report = await Promise.race([
    once(child, 'message').then(([message]) => message as EmbeddedReport),
    exited.then(
      (why): EmbeddedReport => ({ failed: { code: 'EMBEDDED_FAILED', message: `ended with ${why}` } }),
    ),
  ]);
  if ('failed' in report) {
    await exited;
    const error = explain(report.failed, settings);
    if (error.code === 'EMBEDDED_FAILED') output.release();
    throw error;
  }
  output.release();
  const { host } = settings;
  const { kafkaPort, registryPort, clickhousePort } = report.ready;
  return {
    brokers: [`${host}:${kafkaPort}`],
    registryUrl: `http://${host}:${registryPort}`,
    clickhouseUrl: withLogin(`http://${host}:${clickhousePort}`, readLogin(settings.dataDir) ?? ''),
    process: child,
    exited,
    async stop() {
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(kill);
    },
  };
}

/**
 * Holds back what the child prints until it is known how the start went: the engine prints its own words for
 * errors that we explain in ours.
 */
function holdBack(child: ChildProcess): { release(): void } {
  const held: Buffer[] = [];
  let write = (chunk: Buffer): unknown => held.push(chunk);
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => write(chunk));
  return {
    release() {
      write = (chunk) => process.stderr.write(chunk);
      for (const chunk of held.splice(0)) write(chunk);
    },
  };
}

function explain(
  failed: { code: string; message: string; port?: number },
  settings: EmbeddedSettings,
): LinewatchError {
  const { dataDir } = settings;
  switch (failed.code) {
    case 'EADDRINUSE':
      return new LinewatchError(
        'PORT_IN_USE',
        `port ${failed.port} on ${settings.host} is in use by another program`,
      );
    case 'DATA_DIR_IN_USE':
      return new LinewatchError(
        'DATA_DIR_IN_USE',
        `the data folder ${dataDir} is in use by another Linewatch`,
      );
    case 'REGISTRY_JOURNAL_CORRUPT':
    case 'DATA_DAMAGED':
      return new LinewatchError('DATA_DAMAGED', failed.message);
    case 'EACCES':
    case 'EROFS':
    case 'ENOTDIR':
    case 'DATA_DIR_UNUSABLE':
      return new LinewatchError(
        'DATA_DIR_UNUSABLE',
        `the data folder ${dataDir} cannot be used: ${failed.message}`,
      );
    default:
      return new LinewatchError('EMBEDDED_FAILED', `the embedded servers do not start: ${failed.message}`);
  }
}
