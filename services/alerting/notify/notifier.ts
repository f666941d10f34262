import { setTimeout as sleep } from 'node:timers/promises';
import { retryForever } from '../../lib/backoff.ts';
import { createBell, heardWithin } from '../../lib/bell.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { LinewatchError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import { untilAborted } from '../../lib/until-aborted.ts';
import type { Alert } from '../alert.ts';
import type { Senders } from '../channels/senders.ts';
import type { Dispatcher } from './dispatcher.ts';
import { historyOf } from './history.ts';
import type { Journal } from './journal.ts';
import type { Held } from './notification.ts';
import { readAcknowledged, readSilences } from './silences.ts';

/** What there is when a process begins to lead. */
export interface Before {
  /** Alerts that are pending or firing. */
  open: readonly Alert[];
  /** Transitions after `since` (UTC ms), in order; of earlier ones nobody is told any more. */
  transitions: readonly Alert[];
  since: number;
}

/** Decides who is told of transitions, and when; and tells them. */
export interface Notifier {
  /** Goes on where another process left off. Resolves once it knows what that one had told. */
  takeOver(before: Before, signal: AbortSignal): Promise<void>;
  /** Takes transitions that are stored. */
  tell(alerts: readonly Alert[]): void;
  /** Resolves when the signal is aborted and nothing is under way any more. */
  run(signal: AbortSignal): Promise<void>;
}

export interface NotifierDeps {
  clickhouse: ClickHouse;
  dispatcher: Dispatcher;
  journal: Journal;
  senders: Senders;
  log: Log;
  now: () => number;
  /** How often silences and acknowledgements are read, ms. */
  paceMs: number;
}

const BACKOFF = { minMs: 100, maxMs: 5_000 };
/** An acknowledgement is visible this long after its time at the most. */
const VISIBLE_WITHIN_MS = 60_000;
/** How long groups and escalations are known for. */
const MEMORY_MS = 30 * 86_400_000;

export function createNotifier(deps: NotifierDeps): Notifier {
  const { clickhouse, dispatcher, journal, senders, log, now, paceMs } = deps;
  const bell = createBell();
  let readAt: number | null = null;
  let held: readonly Held[] = [];

  const insistently = <T>(what: string, signal: AbortSignal, read: () => Promise<T>) =>
    retryForever(read, {
      backoff: BACKOFF,
      signal,
      onError(error) {
        if (!(error instanceof LinewatchError) || !error.retriable) throw error;
        log.warn({ code: error.code, what }, 'cannot be read now');
      },
    });

  function handOver(): void {
    for (const notification of dispatcher.take(now())) senders.add(notification);
    held = [...held, ...dispatcher.takeHeld()];
  }

  /** Writes down what is held back: it matters to nobody before it has been for long. */
  async function noteHeld(signal: AbortSignal): Promise<void> {
    const noted = held;
    if (noted.length === 0) return;
    held = [];
    await insistently('what is held back', signal, () => journal.hold(noted));
  }

  /** Reads what people have said since the last time. */
  async function listen(since: number, signal: AbortSignal): Promise<void> {
    const at = now();
    const silences = await insistently('silences', signal, () => readSilences(clickhouse, at));
    const ids = await insistently('acknowledgements', signal, () => readAcknowledged(clickhouse, since));
    dispatcher.silence(silences, now());
    dispatcher.acknowledge(ids, now());
    readAt = at;
  }

  async function keepHandingOver(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      handOver();
      await heardWithin(bell, dispatcher.nextAt() - now(), signal);
    }
  }

  async function keepListening(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(paceMs, undefined, { signal });
      // Before it has taken over nothing can be told.
      if (readAt === null) continue;
      await listen(readAt - VISIBLE_WITHIN_MS, signal);
      handOver();
      bell.ring();
      await noteHeld(signal);
    }
  }

  return {
    async takeOver({ open, transitions, since }, signal) {
      const alerts = [...open, ...transitions];
      const first = alerts.reduce((least, { beganAt }) => Math.min(least, beganAt), since);
      const known = Math.max(first, now() - MEMORY_MS);
      await listen(known, signal);
      const unfinished = await insistently('notifications', signal, () => journal.unfinished(since));
      const entries = await insistently('notifications', signal, () => journal.entries(known));
      const delivered = await insistently('deliveries', signal, () => journal.delivered(first));
      const heldBefore = await insistently('notifications', signal, () => journal.held(known));
      for (const notification of unfinished) senders.add(notification);
      const moved = new Set(transitions.map(({ id }) => id));
      const older = open.filter(({ id }) => !moved.has(id));
      const history = historyOf(entries, delivered, heldBefore, since);
      dispatcher.add([...older, ...transitions], now(), history);
      senders.know(dispatcher.firing);
      handOver();
      bell.ring();
    },
    tell(alerts) {
      dispatcher.add(alerts, now());
      handOver();
      bell.ring();
    },
    async run(signal) {
      const working = [senders.run(signal), keepHandingOver(signal), keepListening(signal)];
      await Promise.all(working.map((each) => untilAborted(each, signal)));
    },
  };
}
