import { codeOf } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import type { Checkpoint, CheckpointStore } from './checkpoint.ts';
import type { Clock } from './clock.ts';

export interface KeeperOptions {
  /** Shortest time between two checkpoints: what lies after the last is read again after a crash. */
  checkpointMs: number;
  /** Most of the time that may go into checkpoints, 0 to 1: what a reader knows may be megabytes. */
  checkpointShare: number;
}

/** Keeps checkpoints, no more often than they are worth. */
export interface Keeper {
  isDue(): boolean;
  /** Makes one, to be saved once Kafka has what lies before it. */
  take(make: () => Checkpoint): Checkpoint;
  /** False where it could not be saved. A full disk ends nothing: more is read again after the next start. */
  save(checkpoint: Checkpoint): Promise<boolean>;
}

export function createKeeper(
  { checkpoints, clock, log }: { checkpoints: CheckpointStore; clock: Clock; log: Pick<Log, 'warn'> },
  { checkpointMs, checkpointShare }: KeeperOptions,
): Keeper {
  let takenAt = clock.now();
  let tookMs = 0;
  return {
    isDue: () => clock.now() - takenAt >= Math.max(checkpointMs, tookMs / checkpointShare),
    take(make) {
      takenAt = clock.now();
      const checkpoint = make();
      tookMs = clock.now() - takenAt;
      return checkpoint;
    },
    async save(checkpoint) {
      const from = clock.now();
      try {
        await checkpoints.save(checkpoint);
        tookMs += clock.now() - from;
        return true;
      } catch (error) {
        log.warn({ code: codeOf(error), error: (error as Error).message }, 'the position could not be kept');
        return false;
      }
    },
  };
}
