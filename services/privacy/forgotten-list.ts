import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { codeOf } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { countForgotten, type Forgotten, NOTHING_FORGOTTEN, readForgotten } from './forgotten.ts';

/** How often it is asked whether the list has grown. */
const LOOK_EVERY_MS = 1_000;

/** The list of what is forgotten, kept up to date. */
export interface ForgottenList {
  current(): Forgotten;
  /** Resolves once it was read for the first time. Rejects (retriable) while ClickHouse is away. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** What is forgotten while ClickHouse is away becomes known when it is back; `forget` waits for that. */
export function followForgotten(clickhouse: ClickHouse, log: Log): ForgottenList {
  let known: Forgotten | null = null;
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    if (known !== null && known.size === (await countForgotten(clickhouse))) return;
    known = await readForgotten(clickhouse);
  }

  function look(): Promise<void> {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  }

  const timer = setInterval(() => {
    look().catch((error) => log.debug({ code: codeOf(error) }, 'what is forgotten cannot be asked for'));
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    current: () => known ?? NOTHING_FORGOTTEN,
    ready: async () => {
      if (known === null) await look();
    },
    async close() {
      clearInterval(timer);
      await reading?.catch(() => {});
    },
  };
}
