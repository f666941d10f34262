import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import type { TargetRule } from '../../lib/config/contact-center/alerting/rules.ts';
import type { Alert } from '../alert.ts';
import type { AlertStore } from '../store/store.ts';
import { isAbout } from './match.ts';
import { missedTargetsQuery, type PastEvents, readPastEvents, readTargets } from './queries.ts';
import type { Target } from './target.ts';
import { firstOf } from './watch.ts';

export interface RecorderOptions {
  rules: readonly TargetRule[];
  /** What came due longer ago is recorded, ms. */
  maxAgeMs: number;
  /** Old events come in portions: they are looked at once none has come for so long, ms. */
  quietMs: number;
}

/** An event is visible this long after it was taken in, at the most. */
const VISIBLE_WITHIN_MS = 60_000;
/** Targets read at a time. */
const PAGE = 10_000;

/**
 * Records the breaches that old data brings, such as an import: nobody is told of them. They are looked for only
 * where events have come in whose own time is past, in the range of their conversations.
 */
export interface Recorder {
  /**
   * Looks whether old data has come in since the last call, and records once it has all come: a call whose end is
   * on its way looks missed.
   *
   * @param storedUntil UTC ms: what Kafka had before is stored. A pipeline that is behind is not at rest.
   */
  look(now: number, storedUntil: number): Promise<void>;
}

/** @param startAt UTC ms: what came in before is looked at too, from there on */
export function createRecorder(
  { clickhouse, store }: { clickhouse: ClickHouse; store: Pick<AlertStore, 'save' | 'knownIds'> },
  { rules, maxAgeMs, quietMs }: RecorderOptions,
  startAt: number,
): Recorder {
  const breaches = rules.filter(({ kind }) => kind === 'sla_breach');
  let lookedUntil = startAt;
  let recordedUntil = Number.NEGATIVE_INFINITY;
  let pending: PastEvents | null = null;

  async function record(from: number, until: number, now: number): Promise<void> {
    let after: Pick<Target, 'dueAt' | 'conversationId' | 'seq'> = { dueAt: from, conversationId: '', seq: 0 };
    for (;;) {
      const targets = await readTargets(clickhouse, missedTargetsQuery(after, until, PAGE));
      const alerts = targets.flatMap((target) => recordsOf(target, now));
      // What was told in its time has this id too, and more to say.
      const known = await store.knownIds(alerts.map(({ id }) => id));
      await store.save(alerts.filter(({ id }) => !known.has(id)));
      if (targets.length < PAGE) return;
      after = targets.at(-1)!;
    }
  }

  function recordsOf(target: Target, now: number): Alert[] {
    const horizon = { until: now, confirmedUntil: now };
    return breaches
      .filter((rule) => isAbout(rule, target))
      .map((rule) => ({
        ...firstOf(rule, target, target.dueAt, horizon, now),
        state: 'recorded' as const,
        reason: 'past',
      }));
  }

  return {
    async look(now, storedUntil) {
      if (breaches.length === 0) return;
      const found = await readPastEvents(clickhouse, lookedUntil - VISIBLE_WITHIN_MS, now - maxAgeMs);
      lookedUntil = now;
      if (found !== null && found.lastAt > recordedUntil) {
        pending = pending === null ? found : united(pending, found);
      }
      if (pending === null || storedUntil - pending.lastAt < quietMs) return;
      await record(pending.openedFrom, now - maxAgeMs, now);
      recordedUntil = pending.lastAt;
      pending = null;
    },
  };
}

function united(a: PastEvents, b: PastEvents): PastEvents {
  return { openedFrom: Math.min(a.openedFrom, b.openedFrom), lastAt: Math.max(a.lastAt, b.lastAt) };
}
