import { codeOf } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import type { Clock } from './clock.ts';
import type { SimulatorState, StateStore } from './state.ts';
import { SECOND } from './units.ts';

/** A checkpoint is saved when it is this old, or when a crash would have this many events sent again. */
const SAVE_EVERY_MS = SECOND;
const SAVE_EVERY_EVENTS = 20_000;

export interface Checkpoints {
  /** Everything that occurred before `sentThrough` is acknowledged. */
  advance(sentThrough: number, events: number): void;
  /** Of what occurred since then and before `to`, all of the conversations opened before `openedThrough` is. */
  opened(catchingUp: { to: number; openedThrough: number }, events: number): void;
  /** Everything of the conversations that were opened since `filledFrom` is acknowledged. */
  filled(filledFrom: number): void;
  /** Saves the last checkpoint; resolves when it is, or could not be. */
  flush(): Promise<void>;
}

/**
 * Saves now and then how far the simulator has come. A checkpoint that cannot be saved is reported and tried
 * again with the next one: the price is that more is sent again after a crash.
 */
export function createCheckpoints(
  begun: SimulatorState,
  store: StateStore,
  clock: Clock,
  log: Pick<Log, 'warn'>,
): Checkpoints {
  let state = begun;
  let saved = begun;
  let savedAt = clock.now();
  let unsavedEvents = 0;
  let saving: Promise<void> = Promise.resolve();

  const save = () => {
    savedAt = clock.now();
    unsavedEvents = 0;
    saving = saving.then(async () => {
      if (saved === state) return;
      const latest = state;
      try {
        await store.save(latest);
        saved = latest;
      } catch (error) {
        log.warn({ code: codeOf(error) }, 'checkpoint of the simulator not saved');
      }
    });
  };

  const change = (next: SimulatorState, events: number) => {
    state = next;
    unsavedEvents += events;
    if (unsavedEvents >= SAVE_EVERY_EVENTS || clock.now() - savedAt >= SAVE_EVERY_MS) save();
  };

  return {
    advance(sentThrough, events) {
      const { catchingUp: _, ...rest } = state;
      change({ ...rest, sentThrough }, events);
    },
    opened(catchingUp, events) {
      change({ ...state, catchingUp }, events);
    },
    filled(filledFrom) {
      if (state.older === undefined) return;
      state = { ...state, older: { ...state.older, filledFrom } };
      save();
    },
    async flush() {
      save();
      await saving;
    },
  };
}
