import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { IngestOptions } from '../../services/ingest/options.ts';
import { createBell } from '../../services/lib/bell.ts';
import type { Cuts } from './socket-cutter.ts';

export interface IngestProcessSettings {
  environment: Record<string, string>;
  groupId: string;
  sessionTimeoutMs: number;
  logLevel: string;
  options: Partial<IngestOptions>;
  cuts: Cuts | null;
}

export interface ToIngestProcess {
  /** Send itself a signal before the `countdown`-th time that this step is about to run. */
  arm: { step: string; countdown: number; signal: 'SIGKILL' | 'SIGSTOP' };
}

/** It consumes; or it has stored one more unit; or one more of its connections was cut. */
export type FromIngestProcess = 'ready' | 'committed' | 'cut';

/** Ingest in a child process. */
export interface IngestProcess {
  process: ChildProcess;
  /** Resolves when it consumes, rejects if it ends before. */
  ready: Promise<void>;
  /** Resolves with the next unit that is stored. */
  stored(): Promise<void>;
  /** How many of its connections were cut. */
  cuts(): number;
  arm(step: string, countdown: number, signal?: 'SIGKILL' | 'SIGSTOP'): void;
  /** Resolves with the signal or exit code. */
  exited: Promise<string>;
}

const ENTRY = fileURLToPath(new URL('ingest-process.ts', import.meta.url));

/** Resolves when the process says this. */
function said(child: ChildProcess, what: FromIngestProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if (message === what) resolve();
    });
  });
}

export function startIngestProcess(settings: IngestProcessSettings, entry = ENTRY): IngestProcess {
  const child = fork(entry, [JSON.stringify(settings)], {
    execArgv: entry.endsWith('.ts') ? ['--import', 'tsx'] : ['--enable-source-maps'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit').then(([code, signal]) => String(signal ?? code));
  const ready = Promise.race([
    said(child, 'ready'),
    exited.then((why) => Promise.reject(new Error(`ingest ended before it was ready: ${why}`))),
  ]);
  ready.catch(() => {});
  const commits = createBell();
  let cuts = 0;
  child.on('message', (message: FromIngestProcess) => {
    if (message === 'committed') commits.ring();
    if (message === 'cut') cuts++;
  });
  return {
    process: child,
    ready,
    exited,
    stored: commits.heard,
    cuts: () => cuts,
    arm(step, countdown, signal = 'SIGKILL') {
      const message: ToIngestProcess = { arm: { step, countdown, signal } };
      child.send(message);
    },
  };
}
