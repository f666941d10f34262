import type { TargetRule } from '../../center/config/alerting/rules.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { type Alert, moved } from '../alert.ts';
import type { AlertStore } from '../store/store.ts';
import { missedTargetsQuery, type PastEvents, readPastEvents, readTargets } from './queries.ts';
import { isAbout, type Target } from './target.ts';
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
  { clickhouse, store }: { clickhouse: ClickHouse; store: Pick<AlertStore, 'save' | 'newest'> },
  { rules, maxAgeMs, quietMs }: RecorderOptions,
  startAt: number,
): Recorder {
  const breaches = rules.filter(({ kind }) => kind === 'sla_breach');
  const ruleIds = breaches.map(({ id }) => id);
  let lookedUntil = startAt;
  let recordedUntil = Number.NEGATIVE_INFINITY;
  let pending: PastEvents | null = null;

  /** Records what was missed, and takes back what proves not to have been. */
  async function record(from: number, until: number, now: number): Promise<void> {
    let after: Pick<Target, 'dueAt' | 'conversationId' | 'seq'> = { dueAt: from, conversationId: '', seq: 0 };
    const missed = new Set<string>();
    for (;;) {
      const targets = await readTargets(clickhouse, missedTargetsQuery(after, until, PAGE));
      const last = targets.length < PAGE ? undefined : targets.at(-1)!;
      const alerts = targets.flatMap((target) => recordsOf(target, now));
      for (const { id } of alerts) missed.add(id);
      const known = await store.newest(ruleIds, after.dueAt, last?.dueAt ?? until);
      const taken = alerts.flatMap((alert) => {
        const before = known.get(alert.id);
        if (before === undefined) return [alert];
        // What was told in its time has this id too, and more to say.
        return before.state === 'inactive' ? [{ ...alert, version: before.version + 1 }] : [];
      });
      const untrue = [...known.values()].filter(
        // Others that are due with the last may follow.
        ({ id, state, beganAt }) => state === 'recorded' && !missed.has(id) && beganAt !== last?.dueAt,
      );
      await store.save([...taken, ...untrue.map((alert) => moved(alert, 'inactive', 'ended', now))]);
      if (last === undefined) return;
      after = last;
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
