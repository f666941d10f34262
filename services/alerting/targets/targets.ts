import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import type { Log } from '../../lib/log.ts';
import type { Alert } from '../alert.ts';
import type { Book } from '../book.ts';
import type { AlertStore } from '../store/store.ts';
import type { Ahead } from './ahead.ts';
import { type Horizon, type HorizonOptions, horizonAt, type Progress } from './progress.ts';
import { dueTargetsQuery, MAX_TARGETS, readTargets, surveyQuery } from './queries.ts';
import { createRecorder } from './recorder.ts';
import type { TargetWatch, TargetWatchOptions } from './watch.ts';

export interface TargetOptions extends TargetWatchOptions, HorizonOptions {
  /** How often all running targets are looked at, ms. */
  surveyMs: number;
  /** Old data is looked at once none has come for so long, ms. */
  quietMs: number;
  /**
   * How often to look whether something is decided, ms: while a target comes due, and while none does or what comes due
   * is decided ahead of storage.
   */
  busyMs: number;
  idleMs: number;
}

/** Watches the targets that rules are about. */
export interface Targets {
  /** Decides what can be decided. Rejects (retriable) while ClickHouse is away. */
  look(): Promise<void>;
  /** How long nothing need be looked at, ms. */
  pauseMs(): number;
}

export interface TargetDeps {
  clickhouse: ClickHouse;
  store: AlertStore;
  progress: Progress;
  book: Book;
  watch: TargetWatch;
  ahead: Pick<Ahead, 'decides'>;
  log: Log;
  /** Takes transitions over. */
  pass(alerts: readonly Alert[]): Promise<void>;
  now: () => number;
}

/** A target that is due within this time is worth looking closely. */
const SOON_MS = 1_000;

/** @param since UTC ms: what came due before is not told */
export function createTargets(deps: TargetDeps, options: TargetOptions, since: number): Targets {
  const { clickhouse, progress, book, watch, ahead, log, pass, now } = deps;
  const recorder = createRecorder(deps, options, since);
  let decidedUntil = since;
  let surveyedAt = Number.NEGATIVE_INFINITY;
  /** Due times of running targets, ascending, as the last survey found them. */
  let dueTimes: readonly number[] = [];

  async function survey(horizon: Horizon, storedUntil: number): Promise<void> {
    const at = now();
    const missedSince = at - options.maxAgeMs;
    const open = book.open().filter(([, { kind }]) => kind.startsWith('sla_'));
    const from = open.reduce((first, [, { beganAt }]) => Math.min(first, beganAt - 1), missedSince);
    const targets = await readTargets(clickhouse, surveyQuery(from, missedSince));
    const isComplete = targets.length < MAX_TARGETS;
    if (!isComplete) log.warn({ targets: targets.length }, 'more targets run than are looked at');
    surveyedAt = at;
    dueTimes = targets.map(({ dueAt }) => dueAt);
    book.forget(missedSince - options.maxAgeMs);
    await pass(watch.survey(targets, horizon, at, { isComplete, storedUntil }));
    await recorder.look(at, horizon.confirmedUntil);
  }

  /** When the next target comes due that is not decided, UTC ms. */
  const nextDue = () => dueTimes.find((dueAt) => dueAt > decidedUntil) ?? Number.POSITIVE_INFINITY;

  return {
    pauseMs: () => (nextDue() < now() + SOON_MS && !ahead.decides() ? options.busyMs : options.idleMs),
    async look() {
      const asOf = await progress.read(nextDue() <= now() - options.settleMs);
      const horizon = horizonAt(now(), asOf, options);
      if (horizon.until > decidedUntil) {
        const targets = await readTargets(clickhouse, dueTargetsQuery(decidedUntil, horizon.until));
        await pass(watch.due(targets, horizon, now()));
        decidedUntil = horizon.until;
      }
      if (now() - surveyedAt >= options.surveyMs) await survey(horizon, asOf ?? Number.NEGATIVE_INFINITY);
    },
  };
}
