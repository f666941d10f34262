import { LinewatchError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import type { Checkpoint, CheckpointStore } from './checkpoint.ts';
import type { Clock } from './clock.ts';
import type { Delivery } from './delivery.ts';
import { createKeeper, type KeeperOptions } from './keeper.ts';
import type { FollowMetrics } from './metrics.ts';
import { orAborted } from './or-aborted.ts';
import type { Position } from './position.ts';
import type { Read, Reading } from './reading.ts';
import type { Tail, Turn } from './tail.ts';
import { createWatch } from './watch.ts';

export interface FollowOptions extends KeeperOptions {
  /** How often the file is looked at while nothing is written to it. */
  pollMs: number;
  /** How long the end waits for what is on its way to Kafka. */
  closeMs: number;
}

export const DEFAULT_FOLLOW_OPTIONS: FollowOptions = {
  pollMs: 100,
  checkpointMs: 500,
  checkpointShare: 0.05,
  closeMs: 3_000,
};

export interface FollowDeps {
  system: string;
  tail: Tail;
  /** A reading that goes on from a state; from nothing where there is none. */
  createReading(state: unknown): Reading;
  delivery: Delivery;
  checkpoints: CheckpointStore;
  metrics: FollowMetrics;
  /** Told when there is no file to read, and when there is one again. */
  onWaiting: (isWaiting: boolean) => void;
  clock: Clock;
  log: Log;
}

/** Where to begin where there is no checkpoint. */
export interface Begin {
  position: Position;
  /** Otherwise with what is written from now on: what is there is read for what is still open, and not sent. */
  fromStart: boolean;
}

/**
 * Follows a file until the signal is aborted. A checkpoint is written once Kafka has acknowledged all that lies before
 * it, and holds what the reader knows there: after a crash the same lines give the same events with the same ids, which
 * count once. At most two pieces of the file are in memory: one on its way to Kafka, one behind it.
 */
export async function follow(
  deps: FollowDeps,
  begin: Begin,
  options: FollowOptions,
  signal: AbortSignal,
): Promise<void> {
  const { tail, metrics, clock, log } = deps;
  const saved = await deps.checkpoints.load();
  const reading = resume(deps, saved);
  let position = saved?.position ?? begin.position;
  let stateAtBegin = saved?.stateAtBegin;
  /** What is on its way to Kafka, with the checkpoint that may follow it. */
  let sending: Promise<void> = Promise.resolve();
  /** Whether something was read that is not even on its way. */
  let isUnsent = false;
  let isSaved = saved !== null;
  const keeper = createKeeper(deps, options);
  const watch = createWatch(deps, deps.onWaiting);

  function snapshot(): Checkpoint {
    isSaved = true;
    return keeper.take(() => ({ system: deps.system, position, stateAtBegin, state: reading.state() }));
  }

  async function save(checkpoint: Checkpoint): Promise<void> {
    if (!(await keeper.save(checkpoint))) isSaved = false;
  }

  /** Waits until what was read before is acknowledged, then sends this and goes on reading. */
  async function hand(read: Read): Promise<void> {
    tellRefused(read);
    isUnsent = true;
    isSaved = false;
    const offset = position.place!.offset;
    await orAborted(sending, signal);
    const checkpoint = keeper.isDue() ? snapshot() : null;
    isUnsent = false;
    sending = deps.delivery.deliver(read.values, signal).then(async () => {
      metrics.acknowledged(read.events, offset);
      if (checkpoint !== null) await save(checkpoint);
    });
    // Whoever awaits it hears of it.
    sending.catch(() => {});
  }

  function tellRefused({ told, ignored, dead, faults }: Read): void {
    metrics.records('events', told);
    metrics.records('ignored', ignored);
    metrics.records('dead', dead);
    if (dead > 0) log.warn({ records: dead, first: faults }, 'records were not understood');
  }

  function turn(kind: Turn, name: string): void {
    metrics.turn(kind);
    isSaved = false;
    if (kind === 'again') reading.begin({ state: stateAtBegin });
    else {
      reading.begin();
      stateAtBegin = reading.state();
    }
    if (kind === 'begun' || kind === 'rotated') log.info({ file: name }, TURN_TEXTS[kind]);
    else log.warn({ file: name }, TURN_TEXTS[kind]);
  }

  /** Reads what is there, for what is open, and sends nothing; so what comes next is understood. */
  async function passOver(): Promise<void> {
    while (!signal.aborted) {
      const step = await watch.next(position);
      if (step.kind === 'idle') return;
      position = step.position;
      if (step.kind === 'turn') turn(step.turn, step.name);
      if (step.kind !== 'lines') continue;
      reading.read(step.text, step.firstLine);
      if (step.atEnd) return;
    }
  }

  async function rest(why: 'end' | 'missing' | 'gone'): Promise<void> {
    await orAborted(sending, signal);
    if (why === 'end') metrics.atEnd(clock.now());
    if (!isSaved && keeper.isDue()) await save(snapshot());
    await clock.sleep(options.pollMs, signal);
  }

  async function step(): Promise<void> {
    const found = await watch.next(position);
    if (found.kind === 'idle') return rest(found.why);
    position = found.position;
    if (found.kind === 'turn') turn(found.turn, found.name);
    else if (found.kind === 'fragment') await hand(reading.refuse(found.text, found.line));
    else await hand(reading.read(found.text, found.firstLine));
  }

  /** What was read and acknowledged is kept; what is still on its way gets a little time. */
  async function end(): Promise<void> {
    const acknowledged = sending.then(
      () => true,
      () => false,
    );
    const late = clock.sleep(options.closeMs, new AbortController().signal).then(() => false);
    if ((await Promise.race([acknowledged, late])) && !isUnsent && !isSaved) await save(snapshot());
    await tail.close();
  }

  if (saved === null) {
    if (!begin.fromStart) await passOver();
    if (signal.aborted) return;
    // From here on nothing may be passed over, even if the process ends at once.
    await deps.checkpoints.save(snapshot());
  }
  metrics.behind(() => tail.behind(position));
  metrics.acknowledged(0, position.place?.offset ?? 0);
  log.info({ offset: position.place?.offset ?? 0 }, 'follows the file');
  try {
    while (!signal.aborted) await step();
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await end();
  }
}

function resume({ createReading, system }: FollowDeps, saved: Checkpoint | null): Reading {
  try {
    return createReading(saved?.state);
  } catch (cause) {
    throw new LinewatchError(
      'FOLLOW_STATE_INVALID',
      `what is kept of ${system} is not of this version: move it away to begin anew; what is sent twice counts once`,
      { cause },
    );
  }
}

const TURN_TEXTS: Record<Turn, string> = {
  begun: 'reads the file from its beginning',
  rotated: 'the file was rotated and is read to its end: goes on with the next',
  again: 'the file was cut and has the same beginning: reads it once more, what was sent counts once',
  lost: 'the file is not there any more, nor any copy of it: what it had since it was last read is lost',
};
