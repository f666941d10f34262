import type { PartitionEnds } from '../../lib/kafka/partition-ends.ts';
import type { LiveState } from '../../live/live-state.ts';
import type { Mirror } from '../../live/mirror.ts';
import type { Alert } from '../alert.ts';
import { createMarks, type Marks } from './marks.ts';
import { createTimers, type Timers } from './timers.ts';
import type { TargetWatch } from './watch.ts';

export interface AheadOptions {
  /** How long an event may take from its own time until it is in Kafka, ms. */
  settleMs: number;
  /** How often to look, ms: while a time has come that cannot be decided yet, and at the least. */
  closeMs: number;
  calmMs: number;
}

export interface AheadDeps {
  live: Pick<LiveState, 'mirror' | 'status' | 'freshness' | 'reaches'>;
  ends: Pick<PartitionEnds, 'read'>;
  watch: Pick<TargetWatch, 'due' | 'timesOf'>;
  /** Takes transitions over. */
  pass(alerts: readonly Alert[]): Promise<void>;
  now: () => number;
}

/**
 * Decides ahead of storage, from the live state: a running target whose time has come is missed once all that Kafka had
 * at that time, and `settleMs` after it, is known and the target still runs.
 *
 * It only comes first. Storage is looked at besides, as if nobody had: what was answered too late before it could be
 * decided, and all that comes due while the live state is not whole, is found there.
 */
export interface Ahead {
  look(): Promise<void>;
  /** How long nothing need be looked at, ms. */
  pauseMs(): number;
  /** Whether what comes due now is decided here. */
  decides(): boolean;
}

export function createAhead(deps: AheadDeps, options: AheadOptions): Ahead {
  const { live, ends, watch, pass, now } = deps;
  const { settleMs, closeMs, calmMs } = options;
  /** Of a mirror that is filled anew nothing is known that was known of the one before. */
  let current: { mirror: Mirror; timers: Timers; marks: Marks } | null = null;

  /** Notes how far Kafka reaches now. */
  async function mark({ marks }: { marks: Marks }): Promise<void> {
    const at = now();
    try {
      marks.put(at, await ends.read());
    } catch {
      // Kafka is away: no news come either.
    }
  }

  function following(): typeof current {
    const mirror = live.mirror();
    if (mirror === null) return null;
    if (current?.mirror !== mirror)
      current = { mirror, timers: createTimers(mirror, watch.timesOf), marks: createMarks() };
    return current;
  }

  /** UTC ms: all that Kafka had before is known. */
  function knownUntil({ marks }: { marks: Marks }): number {
    const asOf = live.freshness().asOf ?? Number.NEGATIVE_INFINITY;
    return Math.min(now(), Math.max(asOf, marks.reached(live.reaches) ?? Number.NEGATIVE_INFINITY));
  }

  const hasCome = (time: number) => time + settleMs <= now();

  return {
    async look() {
      const seen = following();
      if (seen === null) return;
      if (hasCome(seen.timers.next)) await mark(seen);
      // While Kafka was asked, the mirror may have been left.
      if (following() !== seen) return;
      const until = knownUntil(seen) - settleMs;
      const targets = seen.timers.take(until);
      await pass(watch.due(targets, { until, confirmedUntil: until }, now()));
    },
    pauseMs() {
      const next = current?.timers.next ?? Number.POSITIVE_INFINITY;
      return Math.min(calmMs, Math.max(closeMs, next + settleMs - now()));
    },
    decides: () => live.status() === 'live',
  };
}
