import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { productEnvironment, temporaryFolder, waitUntil } from '../support/product.ts';
import type { SharedCenter } from './center/shared.ts';
import { atMost, type Bench, type Line, median } from './report.ts';

const NAME = 'start';
const FIRST_GOAL_S = 45;
const AGAIN_GOAL_S = 3;
const RESUME_GOAL_S = 4;
/** Starts on a folder that is there: the first of them finds what a start before it has built. */
const AGAIN = 5;
/** Against hanging. */
const READY_WITHIN_MS = 600_000;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** From `npm start` to a dashboard that answers: at first, again, and with a long history. */
export const startBench = (center: SharedCenter): Bench => ({
  name: NAME,
  title: 'npm start to a dashboard: with two weeks of history made up, and with all conversations stored',
  async run(say) {
    // Its servers are stopped by this: nothing else runs while the start is measured.
    const stored = await center.folder(say);
    const folder = await temporaryFolder();
    const lines: Line[] = [];
    try {
      const first = await secondsToDashboard(folder.path, []);
      lines.push(atMost(NAME, 'with the last 15 days of history', first, FIRST_GOAL_S, ' s'));
      const again: number[] = [];
      for (let i = 0; i < AGAIN; i++) again.push(await secondsToDashboard(folder.path, ['--no-simulator']));
      lines.push(atMost(NAME, 'again on that folder', median(again), AGAIN_GOAL_S, ' s'));
    } finally {
      await folder.remove();
    }
    const resumed = await secondsToDashboard(stored, ['--no-simulator']);
    lines.push(atMost(NAME, 'resumed with all conversations', resumed, RESUME_GOAL_S, ' s'));
    return lines;
  },
});

/** Runs `npm start` until it says that it is ready and its first dashboard has figures; ends it then. */
async function secondsToDashboard(dataDir: string, args: readonly string[]): Promise<number> {
  const environment = await productEnvironment(dataDir);
  const from = performance.now();
  // A group of its own: npm's shell does not pass on every signal.
  const npm = spawn('npm', ['start', '--silent', '--', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = once(npm, 'exit');
  try {
    await waitUntil(() => {
      if (npm.exitCode !== null) throw new Error(`npm start ended:\n${output}`);
      return output.includes('Ready: ');
    }, READY_WITHIN_MS);
    const board = await fetch(`http://127.0.0.1:${environment.QUERY_PORT}/api/v1/live/queues`);
    const { queues } = (await board.json()) as { queues: unknown[] };
    if (!board.ok || queues.length === 0) throw new Error('the live board is empty');
    return (performance.now() - from) / 1000;
  } finally {
    process.kill(-npm.pid!, 'SIGINT');
    await ended;
  }
}
