import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { LinewatchError } from '../lib/errors.ts';
import { replaceFile } from '../lib/replace-file.ts';

const schema = z.object({
  seed: z.number(),
  /** Digest of the profile: other traffic has other conversations under the same ids. */
  profile: z.string(),
  /** Where the center is; not given: at home. */
  place: z.object({ zone: z.string(), weekBegins: z.number().int().min(0).max(6) }).optional(),
  /** Begin of what is sent first, UTC ms: conversations that were opened since then. */
  historyStart: z.number(),
  historyEnd: z.number(),
  /** Everything that occurred before this is acknowledged, UTC ms. */
  sentThrough: z.number(),
  /**
   * What has been begun of the time since then, as long as it is not complete: what lies before `to` is sent a conversation
   * after the other, and of those opened before `openedThrough` all of it is acknowledged, UTC ms.
   */
  catchingUp: z.object({ to: z.number(), openedThrough: z.number() }).optional(),
  /** What is filled in afterwards, newest first; not given: nothing, the center opened at `historyStart`. */
  older: z
    .object({
      /** When the center opened, UTC ms. */
      opensAt: z.number(),
      /** Of conversations that were opened since then everything is acknowledged, UTC ms. */
      filledFrom: z.number(),
    })
    .optional(),
  /** From when on the planted change holds, UTC ms; not given: the history is too short for one. */
  changeAt: z.number().optional(),
});

/** How far a simulator has come. */
export type SimulatorState = z.infer<typeof schema>;

/** Port: keeps the state over restarts. */
export interface StateStore {
  /** Null at the first start. */
  load(): Promise<SimulatorState | null>;
  /** Resolves once the state would survive a crash. */
  save(state: SimulatorState): Promise<void>;
}

/**
 * A state in a file, replaced whole: a crash leaves the old or the new one.
 *
 * `load` rejects with LinewatchError `SIMULATOR_STATE_INVALID` when the file holds something else.
 */
export function fileState(path: string): StateStore {
  return {
    async load() {
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
      try {
        return schema.parse(JSON.parse(text));
      } catch (cause) {
        throw new LinewatchError('SIMULATOR_STATE_INVALID', `${path} is no state of a simulator`, { cause });
      }
    },
    async save(state) {
      await replaceFile(path, `${JSON.stringify(state)}\n`);
    },
  };
}
