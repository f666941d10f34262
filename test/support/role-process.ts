import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { waitUntil } from './product.ts';

/** Only against hanging: a machine that does much else takes its time. */
const START_MS = 600_000;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** One role of Linewatch in a process of its own, as in production. */
export interface RoleProcess {
  process: ChildProcess;
  output(): string;
  /** Sends a signal; resolves with the exit code, or with the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

/** Starts a role, by its command line, and waits until it says that it has started. */
export async function startRole(
  role: string | readonly string[],
  environment: Record<string, string>,
): Promise<RoleProcess> {
  const child = spawn(process.execPath, ['infra/run.js', 'services/main.ts', ...[role].flat()], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as number | NodeJS.Signals);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  try {
    await waitUntil(() => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('it ended');
      return text.includes('"msg":"started"');
    }, START_MS);
  } catch (cause) {
    child.kill('SIGKILL');
    throw new Error(`${role} did not start:\n${text}`, { cause });
  }
  return {
    process: child,
    output: () => text,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
