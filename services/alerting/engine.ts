import { setTimeout as sleep } from 'node:timers/promises';
import { retryForever } from '../lib/backoff.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { codeOf, LinewatchError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import type { Alert } from './alert.ts';
import { createBook, isOpen } from './book.ts';
import type { AlertingMetrics } from './metrics.ts';
import type { Notifier } from './notify/notifier.ts';
import type { AlertStore } from './store/store.ts';
import { type Horizon, type HorizonOptions, horizonAt } from './targets/horizon.ts';
import type { Progress } from './targets/progress.ts';
import { dueTargetsQuery, MAX_TARGETS, readTargets, surveyQuery } from './targets/queries.ts';
import { createRecorder } from './targets/recorder.ts';
import { targetKey } from './targets/target.ts';
import { createTargetWatch, type TargetWatchOptions } from './targets/watch.ts';

export interface EngineOptions extends TargetWatchOptions, HorizonOptions {
  /** How long what failed is tried again: transitions of longer ago are not told any more, ms. */
  retryForMs: number;
  /** How often all running targets are looked at, ms. */
  surveyMs: number;
  /** Old data is looked at once none has come for so long, ms. */
  quietMs: number;
  /** How often to look whether something is decided, while a target comes due and while none does, ms. */
  busyMs: number;
  idleMs: number;
}

export interface EngineDeps {
  clickhouse: ClickHouse;
  store: AlertStore;
  notifier: Pick<Notifier, 'takeOver' | 'tell'>;
  progress: Progress;
  metrics: AlertingMetrics;
  log: Log;
  now: () => number;
}

const BACKOFF = { minMs: 100, maxMs: 5_000 };
/** A target that is due within this time is worth looking closely. */
const SOON_MS = 1_000;

/**
 * Alerts until the signal is aborted. A transition is stored first and told then: a crash in between leaves a
 * transition that was not told, which whoever takes over tells under the same key.
 */
export async function lead(deps: EngineDeps, options: EngineOptions, signal: AbortSignal): Promise<void> {
  const { clickhouse, store, notifier, progress, metrics, log, now } = deps;
  const book = createBook();
  const watch = createTargetWatch(book, options);

  /** For what must not be lost: the book knows of it already. */
  const insistently = <T>(what: string, run: () => Promise<T>) =>
    retryForever(run, {
      backoff: BACKOFF,
      signal,
      onError(error) {
        if (!(error instanceof LinewatchError) || !error.retriable) throw error;
        log.warn({ code: error.code, what }, 'will try again');
      },
    });

  async function pass(alerts: readonly Alert[]): Promise<void> {
    if (alerts.length === 0) return;
    await insistently('transitions', () => store.save(alerts));
    metrics.changed(alerts);
    notifier.tell(alerts);
  }

  const startedAt = now();
  const since = startedAt - options.maxAgeMs;
  const known = await insistently('alerts', () => store.load(since - options.maxAgeMs));
  for (const alert of known) {
    book.put(alert.conversationId === '' ? alert.id : targetKey(alert), alert);
  }
  const untold = startedAt - Math.max(options.maxAgeMs, options.retryForMs);
  const rest = await insistently('deliveries', () => store.transitionsSince(untold));
  await notifier.takeOver(known.filter(isOpen), rest, signal);
  const recorder = createRecorder({ clickhouse, store }, options, since);

  let decidedUntil = since;
  let surveyedAt = Number.NEGATIVE_INFINITY;
  /** Due times of running targets, ascending, as the last survey found them. */
  let dueTimes: readonly number[] = [];

  async function survey(horizon: Horizon): Promise<void> {
    const at = now();
    const missedSince = at - options.maxAgeMs;
    const from = book.open().reduce((first, [, { beganAt }]) => Math.min(first, beganAt - 1), missedSince);
    const targets = await readTargets(clickhouse, surveyQuery(from, missedSince));
    const complete = targets.length < MAX_TARGETS;
    if (!complete) log.warn({ targets: targets.length }, 'more targets run than are looked at');
    surveyedAt = at;
    dueTimes = targets.map(({ dueAt }) => dueAt);
    book.forget(missedSince - options.maxAgeMs);
    await pass(watch.survey(targets, horizon, at, complete));
    await recorder.look(at);
  }

  /** When the next target comes due that is not decided, UTC ms. */
  const nextDue = () => dueTimes.find((dueAt) => dueAt > decidedUntil) ?? Number.POSITIVE_INFINITY;

  async function look(): Promise<void> {
    const asOf = await progress.read(nextDue() <= now() - options.settleMs);
    const horizon = horizonAt(now(), asOf, options);
    if (horizon.until > decidedUntil) {
      const targets = await readTargets(clickhouse, dueTargetsQuery(decidedUntil, horizon.until));
      await pass(watch.due(targets, horizon, now()));
      decidedUntil = horizon.until;
    }
    if (now() - surveyedAt >= options.surveyMs) await survey(horizon);
  }

  while (!signal.aborted) {
    try {
      await look();
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof LinewatchError) || !error.retriable) throw error;
      log.warn({ code: codeOf(error) }, 'targets cannot be read now');
    }
    const pauseMs = nextDue() < now() + SOON_MS ? options.busyMs : options.idleMs;
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}
