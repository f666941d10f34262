import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { type StoredTarget, storeFreshness, storeTargets } from '../alerting/facts.ts';

/** Targets that come due, as ingest would store them: of three one is missed, one met, one missed and silenced. */
export interface ComingDue {
  /** Those that were to be told of so far. */
  missed: ReadonlySet<string>;
  /** Comes to an end once what is due is stored. */
  stop(): Promise<void>;
}

export const SILENCED_QUEUE = 'quiet';
const STEP_MS = 250;
const EACH_STEP = 6;
/** So long before they are due, targets run. */
const AHEAD_MS = 1_500;

/**
 * Stores running targets ahead of their due time, then those that are met, and says that it is fresh up to a time
 * only when all that belongs before it is stored.
 */
export function letComeDue(clickhouse: ClickHouse): ComingDue {
  const missed = new Set<string>();
  let stopping = false;
  let number = 0;
  let running: StoredTarget[] = [];

  async function begin(now: number): Promise<void> {
    const begun = Array.from({ length: EACH_STEP }, (_, i): StoredTarget => {
      const kind = (['missed', 'met', 'silenced'] as const)[number % 3]!;
      const dueAt = now + AHEAD_MS + Math.floor((i * STEP_MS) / EACH_STEP);
      const queue = kind === 'silenced' ? SILENCED_QUEUE : 'billing';
      return { conversationId: `${kind}-${number++}`, dueAt, state: 'active', version: 1, queue };
    });
    await storeTargets(clickhouse, begun);
    running.push(...begun);
  }

  async function end(until: number): Promise<void> {
    const due = running.filter(({ dueAt }) => dueAt <= until);
    running = running.filter(({ dueAt }) => dueAt > until);
    const met = due.filter(({ conversationId }) => conversationId.startsWith('met'));
    if (met.length > 0) {
      await storeTargets(
        clickhouse,
        met.map((target) => ({ ...target, state: 'met', version: 2 })),
      );
    }
    for (const { conversationId } of due) {
      if (conversationId.startsWith('missed')) missed.add(conversationId);
    }
    await storeFreshness(clickhouse, until);
  }

  const working = (async () => {
    while (!stopping) {
      const now = Date.now();
      await begin(now);
      await end(now);
      await sleep(STEP_MS);
    }
    while (running.length > 0) {
      await end(Date.now());
      await sleep(STEP_MS);
    }
    // Nothing runs any more: what alerting waits for beyond the last due time is there.
    await storeFreshness(clickhouse, Date.now() + STEP_MS);
  })();
  return {
    missed,
    async stop() {
      stopping = true;
      await working;
    },
  };
}
