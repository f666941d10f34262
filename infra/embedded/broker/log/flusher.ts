import fs from 'node:fs';
import type { Log } from '../log.ts';
import type { AppendFile } from './append-file.ts';

/**
 * When written bytes must be on the disk:
 * - `interval`: within the interval, the acknowledgement does not wait. A killed process loses nothing, since
 *   the page cache is the kernel's; a power cut may lose what was acknowledged in the last interval.
 * - `every-batch`: before the acknowledgement.
 */
export type FlushPolicy = 'interval' | 'every-batch';

/** Brings appended bytes to the disk as the policy says. */
export class Flusher {
  readonly #policy: FlushPolicy;
  readonly #intervalMs: number;
  readonly #log: Log;
  readonly #dirty = new Set<AppendFile>();
  #timer: NodeJS.Timeout | undefined;

  constructor(policy: FlushPolicy, intervalMs: number, log: Log) {
    this.#policy = policy;
    this.#intervalMs = intervalMs;
    this.#log = log;
  }

  /** To be called after each append; what it returns must be awaited before the append is acknowledged. */
  appended(file: AppendFile): Promise<void> | undefined {
    if (this.#policy === 'every-batch') return file.sync();
    this.#dirty.add(file);
    this.#timer ??= setTimeout(() => this.#flush(), this.#intervalMs);
    return undefined;
  }

  /** To be called after a file was created in `directory`: its name must reach the disk as its bytes do. */
  created(directory: string): void {
    if (this.#policy !== 'every-batch') return;
    const fd = fs.openSync(directory, 'r');
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  }

  /** The file is about to be closed or deleted. */
  forget(file: AppendFile): void {
    this.#dirty.delete(file);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#dirty.clear();
  }

  #flush(): void {
    this.#timer = undefined;
    for (const file of this.#dirty) {
      file
        .sync()
        .catch((error) => this.#log.error({ err: error, file: file.path }, 'flushing to disk failed'));
    }
    this.#dirty.clear();
  }
}
