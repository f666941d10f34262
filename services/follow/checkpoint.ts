import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { codeOf, LinewatchError } from '../lib/errors.ts';
import { replaceFile } from '../lib/replace-file.ts';

const mark = z.object({ bytes: z.int().min(0), hash: z.string() });

const schema = z.object({
  system: z.string(),
  position: z.object({
    place: z
      .object({ id: z.string(), head: mark, tail: mark, offset: z.int().min(0), lines: z.int().min(0) })
      .nullable(),
    after: z.number(),
    done: z.array(mark),
  }),
  /** What the reader knew at the beginning of the file, and knows at the position. */
  stateAtBegin: z.unknown().optional(),
  state: z.unknown().optional(),
});

/** How far a file has been followed: Kafka has acknowledged all that was made of what lies before. */
export type Checkpoint = z.infer<typeof schema>;

/** Port: keeps the checkpoint over restarts. */
export interface CheckpointStore {
  /** Null at the first start. */
  load(): Promise<Checkpoint | null>;
  /** Resolves once it would survive a crash. */
  save(checkpoint: Checkpoint): Promise<void>;
}

/**
 * A checkpoint in a file, replaced whole: a crash leaves the old or the new one.
 *
 * Rejects with LinewatchError: `load` with `FOLLOW_STATE_INVALID` where the file holds something else, both with
 * `FOLLOW_STATE_UNKEPT` where the disk refuses.
 */
export function fileCheckpoint(file: string, system: string): CheckpointStore {
  return {
    async load() {
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw unkept(file, 'read', error);
      }
      const checkpoint = parse(text);
      if (checkpoint?.system === system) return checkpoint;
      throw new LinewatchError(
        'FOLLOW_STATE_INVALID',
        `${file} does not say how far a file of ${system} was followed; name another with --state, or move it away ` +
          'to begin anew: what is sent twice counts once',
      );
    },
    async save(checkpoint) {
      try {
        await replaceFile(file, `${JSON.stringify(checkpoint)}\n`);
      } catch (error) {
        throw unkept(file, 'written', error);
      }
    },
  };
}

function unkept(file: string, what: 'read' | 'written', cause: unknown): LinewatchError {
  return new LinewatchError(
    'FOLLOW_STATE_UNKEPT',
    `how far the file was followed is kept in ${file}, which cannot be ${what}: ${codeOf(cause)}; --state names another`,
    { cause },
  );
}

function parse(text: string): Checkpoint | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
