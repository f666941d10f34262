import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { TOPICS_WITH_SCHEMA } from '../../schemas/index.ts';

/** The embedded broker alone, in a process that can be ended while all else runs on. */
export interface RestartableBroker {
  /** `host:port`, the same after a restart. */
  address: string;
  /** Ends it, leaves it away for a while, and starts it on the same data; gives how long it was away, ms. */
  restart(signal: 'SIGKILL' | 'SIGTERM', awayMs: number): Promise<number>;
  stop(): Promise<void>;
}

const ENTRY = path.join(import.meta.dirname, 'broker-process.ts');

/** @param dataDir a folder that stays */
export async function startRestartableBroker(
  dataDir: string,
  partitions: number,
): Promise<RestartableBroker> {
  const topics = TOPICS_WITH_SCHEMA.map((name) => ({ name, partitions }));
  let running = await start(0);
  const { port } = running;

  async function start(wanted: number): Promise<{ child: ChildProcess; port: number }> {
    const settings = JSON.stringify({ host: '127.0.0.1', port: wanted, dataDir, topics });
    const child = spawn(process.execPath, ['--import', 'tsx', ENTRY, settings], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
    return { child, port: Number(line) };
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const { child } = running;
    const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
    child.kill(signal);
    await exited;
  }

  return {
    address: `127.0.0.1:${port}`,
    async restart(signal, awayMs) {
      const from = performance.now();
      await end(signal);
      await new Promise((resolve) => setTimeout(resolve, awayMs));
      running = await start(port);
      return performance.now() - from;
    },
    stop: () => end('SIGTERM'),
  };
}
