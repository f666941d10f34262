import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { codeOf } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { createRefresh, type Refreshed } from './refresh.ts';

export interface KeeperDeps {
  clickhouse: ClickHouse;
  log: Pick<Log, 'warn' | 'info'>;
  now: () => number;
  /** Whether this process is the one that keeps roll-ups. That two are does no harm. */
  leads: () => boolean;
  onRefreshed?: (refreshed: Refreshed, tookMs: number) => void;
}

export interface KeeperOptions {
  /** Between two looks, ms. */
  restMs: number;
  /** So many times as long as a look took, it rests: roll-ups must not slow down what they are made of. */
  restShare: number;
  /** Most hours of a source that one look rolls up for the first time, and as much time in days. */
  maxNew: number;
  /** Days to which news comes all the time are left to their hours: they are summed up once these have rested so long, ms. */
  quietMs: number;
}

export const DEFAULT_KEEPER: KeeperOptions = {
  restMs: 10_000,
  restShare: 15,
  maxNew: 7 * 24,
  quietMs: 3_600_000,
};

/** Keeps roll-ups up to date until it is closed. */
export function keepRollups(
  deps: KeeperDeps,
  options: KeeperOptions = DEFAULT_KEEPER,
): { close(): Promise<void> } {
  const closing = new AbortController();
  const { refresh } = createRefresh(deps.clickhouse, deps.now);

  async function look(): Promise<number> {
    if (!deps.leads()) return 0;
    const begun = deps.now();
    try {
      const refreshed = await refresh({
        maxNew: options.maxNew,
        quietMs: options.quietMs,
        signal: closing.signal,
      });
      deps.onRefreshed?.(refreshed, deps.now() - begun);
    } catch (error) {
      // Facts answer for what is not rolled up, and what is noted stays noted.
      if (!closing.signal.aborted)
        deps.log.warn({ code: codeOf(error) }, 'roll-ups are not up to date; tried again');
    }
    return deps.now() - begun;
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      const took = closing.signal.aborted ? 0 : await look();
      const restMs = Math.max(options.restMs, took * options.restShare);
      await sleep(restMs, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    }
  }

  const running = run();
  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}
