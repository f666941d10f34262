import { Worker } from 'node:worker_threads';
import type { Programme, Solution, Solve, SolveOptions } from '../../domain/shifts/programme.ts';
import { LinewatchError } from '../../lib/errors.ts';
import type { SolveNews, SolveTask } from './highs-task.ts';

const WORKER = new URL('highs-worker.js', import.meta.url);
/** HiGHS looks at the clock between steps only; a solve that is over its time for so long is ended from outside. */
const GRACE_MS = 2_000;

/**
 * Solves by HiGHS in a thread of its own. Rejects with the signal's reason where that is aborted, and with
 * `SOLVER_FAILED` where the thread fails. A solve that runs out of time gives the best that it told of.
 *
 * @param clock monotonic, ms
 */
export const solveByHighs =
  (clock: () => number, graceMs = GRACE_MS): Solve =>
  (programme, options) =>
    new Promise<Solution>((resolve, reject) => {
      const { signal, limitMs } = options;
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const begunAt = clock();
      let values: Float64Array | null = null;
      let bound: number | null = null;
      const worker = new Worker(WORKER, { workerData: taskOf(programme, options) });
      const timer = setTimeout(finish, Math.max(0, limitMs) + graceMs);
      signal?.addEventListener('abort', abort, { once: true });
      worker.on('message', (news: SolveNews) => {
        if ('values' in news && news.values !== null) values = news.values;
        if ('bound' in news && Number.isFinite(news.bound)) bound = news.bound;
        if (news.kind === 'done') finish();
      });
      worker.on('error', (cause) => fail(cause));
      worker.on('exit', () => fail(undefined));

      function end(): void {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        void worker.terminate();
      }
      function finish(): void {
        end();
        resolve({ values, bound, tookMs: clock() - begunAt });
      }
      function abort(): void {
        end();
        reject(signal!.reason as Error);
      }
      function fail(cause: unknown): void {
        end();
        reject(new LinewatchError('SOLVER_FAILED', 'the solver of shift plans failed', { cause }));
      }
    });

function taskOf(programme: Programme, { start, limitMs, gap, target }: SolveOptions): SolveTask {
  return { programme, start, limitMs: Math.max(0, limitMs), gap, target };
}
