import { setTimeout as sleep } from 'node:timers/promises';
import { type AlertRule, isTargetRule } from '../center/config/alerting/rules.ts';
import { retryForever } from '../lib/backoff.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { codeOf, LinewatchError } from '../lib/errors.ts';
import { createInTurn } from '../lib/in-turn.ts';
import type { Log } from '../lib/log.ts';
import type { Alert } from './alert.ts';
import { createBook, isOpen } from './book.ts';
import type { CalendarNamed } from './hours.ts';
import type { AlertingMetrics } from './metrics.ts';
import type { Notifier } from './notify/notifier.ts';
import { createFigures } from './rules/figures.ts';
import { groupKey } from './rules/reading.ts';
import { groupOf } from './rules/watch.ts';
import type { AlertStore } from './store/store.ts';
import { type AheadDeps, type AheadOptions, createAhead } from './targets/ahead.ts';
import type { Progress } from './targets/progress.ts';
import { targetKey } from './targets/target.ts';
import { createTargets, type TargetOptions } from './targets/targets.ts';
import { createTargetWatch } from './targets/watch.ts';

export interface EngineOptions extends Omit<TargetOptions, 'rules'>, AheadOptions {
  rules: readonly AlertRule[];
  calendarNamed: CalendarNamed;
  /** How often figures are looked at, ms. */
  figuresMs: number;
  /** How long what failed is tried again: transitions of longer ago are not told any more, ms. */
  retryForMs: number;
}

export interface EngineDeps extends Pick<AheadDeps, 'live' | 'ends'> {
  clickhouse: ClickHouse;
  store: AlertStore;
  notifier: Pick<Notifier, 'takeOver' | 'tell'>;
  progress: Progress;
  metrics: AlertingMetrics;
  log: Log;
  now: () => number;
}

const BACKOFF = { minMs: 100, maxMs: 5_000 };
/** How soon it is seen that the time of a look has come: everything up to it must be stored first. */
const FIGURES_PAUSE_MS = 1_000;

/**
 * Alerts until the signal is aborted. A transition is stored first and told then: a crash in between leaves a
 * transition that was not told, which whoever takes over tells under the same key.
 */
export async function lead(deps: EngineDeps, options: EngineOptions, signal: AbortSignal): Promise<void> {
  const { clickhouse, store, notifier, progress, metrics, log, now } = deps;
  const { rules, maxAgeMs } = options;
  const book = createBook();
  const failed = new AbortController();
  const ended = AbortSignal.any([signal, failed.signal]);
  const inTurn = createInTurn();

  /** For what must not be lost: the book knows of it already. */
  const insistently = <T>(what: string, run: () => Promise<T>) =>
    retryForever(run, {
      backoff: BACKOFF,
      signal: ended,
      onError(error) {
        if (!(error instanceof LinewatchError) || !error.retriable) throw error;
        log.warn({ code: error.code, what }, 'will try again');
      },
    });

  /** In the order in which it was decided, whichever look did: an alert must not be told to be over before it is told. */
  async function pass(alerts: readonly Alert[]): Promise<void> {
    if (alerts.length === 0) return;
    await inTurn(async () => {
      await insistently('transitions', () => store.save(alerts));
      metrics.changed(alerts);
      notifier.tell(alerts.filter(({ state }) => state === 'firing' || state === 'resolved'));
    });
  }

  /** Looks again and again, with pauses. What cannot be read now is looked at with the next look. */
  async function keepLooking(what: string, look: () => Promise<void>, pauseMs: () => number): Promise<void> {
    while (!ended.aborted) {
      try {
        await look();
      } catch (error) {
        if (ended.aborted) return;
        if (!(error instanceof LinewatchError) || !error.retriable) throw error;
        log.warn({ code: codeOf(error), what }, 'cannot be read now');
      }
      await sleep(pauseMs(), undefined, { signal: ended }).catch(() => {});
    }
  }

  const startedAt = now();
  const since = startedAt - maxAgeMs;
  const known = await insistently('alerts', () => store.load(since - maxAgeMs));
  for (const alert of known) book.put(aboutOf(alert), alert);
  const untold = startedAt - Math.max(maxAgeMs, options.retryForMs);
  const transitions = await insistently('transitions', () => store.transitionsSince(untold));
  await notifier.takeOver({ open: known.filter(isOpen), transitions, since: untold }, signal);

  const ofTargets = { ...options, rules: rules.filter(isTargetRule) };
  const watch = createTargetWatch(book, ofTargets);
  const ahead = createAhead({ ...deps, watch, pass }, ofTargets);
  const targets = createTargets(
    { clickhouse, store, progress, book, watch, ahead, log, pass, now },
    ofTargets,
    since,
  );
  const figureRules = rules.filter((rule) => !isTargetRule(rule));
  const figures = createFigures(
    { clickhouse, book, log, pass },
    { ...options, rules: figureRules, lookEveryMs: options.figuresMs },
  );
  await figures.sweep(now());
  const loops = [
    keepLooking('targets', targets.look, targets.pauseMs),
    keepLooking('live targets', ahead.look, ahead.pauseMs),
  ];
  // Apart from targets: a figure that takes long delays none of their alerts.
  if (figureRules.length > 0) {
    const look = async () => figures.look(await progress.read(false), now());
    loops.push(keepLooking('figures', look, () => Math.min(options.figuresMs, FIGURES_PAUSE_MS)));
  }
  try {
    await Promise.all(loops);
  } finally {
    failed.abort();
    await Promise.allSettled(loops);
  }
}

/** What an alert is about, as the book knows it. */
function aboutOf(alert: Alert): string {
  return alert.conversationId === '' ? groupKey(groupOf(alert)) : targetKey(alert);
}
