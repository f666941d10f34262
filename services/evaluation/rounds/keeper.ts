import { codeOf } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import { readFreshness } from '../../metrics/freshness.ts';
import { createRoundDesk, type RoundDeps } from './desk.ts';
import type { RecordedRound } from './rounds.ts';
import { dueAt } from './settling.ts';

const EVERY_MS = 5 * 60_000;
/** Who pins where nobody does it by hand. */
const ITSELF = 'linewatch';

/** Pins rounds by itself. */
export interface RoundKeeper {
  /** Pins what is due now. Several processes may do this at once: the journal decides whose pin counts. */
  pinDue(): Promise<void>;
  /** Looks now, and some minutes after each look. */
  start(): void;
  /** Resolves once a look that is under way has ended; none follows. */
  close(): Promise<void>;
}

/**
 * Keeps rounds of which the period has ended: their scorecards are pinned once all events of the period are counted and
 * the figures are settled.
 */
export function createRoundKeeper({ log, ...deps }: RoundDeps & { log: Log }): RoundKeeper {
  const desk = createRoundDesk(deps);
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  async function pinDue(): Promise<void> {
    const now = deps.now();
    const due = (await desk.rounds.all()).filter(({ round }) => round.pinned === null && dueAt(round) <= now);
    if (due.length === 0) return;
    const { asOf } = await readFreshness(deps.clickhouse, now);
    for (const recorded of due) {
      if (closing.signal.aborted) return;
      // What is not counted yet would be missing from figures that stand for good.
      if (asOf === null || asOf < recorded.round.period.to) continue;
      await pin(recorded);
    }
  }

  /** What goes wrong with one round keeps no other from being pinned; the next look tries again. */
  async function pin(recorded: RecordedRound): Promise<void> {
    try {
      const { round } = await desk.pin(recorded, ITSELF);
      log.info({ round: recorded.id, hash: round.pinned?.hash }, 'the scorecards of a round are pinned');
    } catch (error) {
      const code = codeOf(error);
      // Somebody else pinned it, or did something in it.
      if (code !== 'CHANGED_MEANWHILE')
        log.warn({ round: recorded.id, code }, 'a round cannot be pinned now');
    }
  }

  async function look(): Promise<void> {
    try {
      await pinDue();
    } catch (error) {
      log.warn({ code: codeOf(error) }, 'rounds cannot be pinned now; tried again in some minutes');
    }
    if (closing.signal.aborted) return;
    // Set only once a look has ended, so that no two go on at once.
    timer = setTimeout(() => {
      looking = look();
    }, EVERY_MS);
    timer.unref();
  }

  return {
    pinDue,
    start() {
      looking = look();
    },
    async close() {
      closing.abort();
      clearTimeout(timer);
      await looking;
    },
  };
}
