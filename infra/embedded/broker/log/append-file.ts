import fs from 'node:fs';
import { promisify } from 'node:util';

const fdatasync = promisify(fs.fdatasync);

/**
 * A file that only grows at its end.
 *
 * Reads and writes are synchronous on purpose: they move bytes from and to the page cache in microseconds,
 * while the asynchronous calls queue in libuv's thread pool behind the queries of the ClickHouse engine that
 * lives in the same process and holds a thread for each. Only the wait for the disk goes there.
 */
export class AppendFile {
  readonly path: string;
  readonly #fd: number;
  #size: number;
  #syncedSize = 0;
  #running: Promise<void> | undefined;
  #queued: Promise<void> | undefined;

  /** Opens the file, creating an empty one if there is none. */
  constructor(path: string) {
    this.path = path;
    this.#fd = fs.openSync(path, fs.constants.O_RDWR | fs.constants.O_CREAT);
    this.#size = fs.fstatSync(this.#fd).size;
  }

  get size(): number {
    return this.#size;
  }

  /** Appends all of `bytes` and returns where they start, or throws and leaves the file as it was. */
  append(bytes: Buffer): number {
    const position = this.#size;
    try {
      let written = 0;
      while (written < bytes.length) {
        written += fs.writeSync(this.#fd, bytes, written, bytes.length - written, position + written);
      }
    } catch (error) {
      // A disk that is full may have taken a part.
      this.truncate(position);
      throw error;
    }
    this.#size = position + bytes.length;
    return position;
  }

  /** Reads up to `length` bytes from `position`, fewer only where the file ends. */
  read(position: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.#size - position)));
    let filled = 0;
    while (filled < buffer.length) {
      const bytes = fs.readSync(this.#fd, buffer, filled, buffer.length - filled, position + filled);
      if (bytes === 0) return buffer.subarray(0, filled);
      filled += bytes;
    }
    return buffer;
  }

  truncate(size: number): void {
    fs.ftruncateSync(this.#fd, size);
    this.#size = size;
    this.#syncedSize = Math.min(this.#syncedSize, size);
  }

  /**
   * Resolves when all that was appended before the call is on the disk.
   * Calls that come while the disk is busy share the next wait (group commit).
   */
  sync(): Promise<void> {
    if (this.#running) {
      this.#queued ??= this.#running.catch(ignoreEarlierFailure).then(() => {
        this.#queued = undefined;
        return this.sync();
      });
      return this.#queued;
    }
    const size = this.#size;
    if (size === this.#syncedSize) return Promise.resolve();
    this.#running = fdatasync(this.#fd)
      .then(() => {
        this.#syncedSize = Math.min(size, this.#size);
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  /** Waits for the disk if it is busy with this file, then closes it. */
  async close(): Promise<void> {
    while (this.#running) await this.#running.catch(ignoreEarlierFailure);
    fs.closeSync(this.#fd);
  }
}

/** Whoever asked for that sync was told; the next one stands for itself. */
function ignoreEarlierFailure(): void {}
