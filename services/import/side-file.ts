import { existsSync, realpathSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { LinewatchError } from '../lib/errors.ts';
import { readStart } from './decode.ts';

/** The file beside an import's own that takes what was not imported. Made when the first line is written. */
export interface SideFile {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

export interface SideFileOptions {
  path: string;
  /** The file that is imported, which must not be overwritten. */
  source: string;
  /** What every such file begins with: how one of an earlier run is known. */
  mark: string;
  /** What follows the mark on the first line. */
  rest: string;
}

/**
 * A side file of an earlier run is removed, as it would pass for this one's; any other file is left alone.
 * @throws {LinewatchError} REJECTS_UNWRITABLE, at once and from `write`
 */
export function createSideFile({ path, source, mark, rest }: SideFileOptions): SideFile {
  let handle: FileHandle | undefined;
  removeEarlier();

  function removeEarlier(): void {
    if (!existsSync(path)) return;
    let isEarlier: boolean;
    try {
      isEarlier =
        realpathSync(path) !== realpathSync(source) &&
        readStart(path, Buffer.byteLength(mark)).toString() === mark;
      if (isEarlier) rmSync(path);
    } catch (cause) {
      throw unwritable(cause);
    }
    if (!isEarlier) throw unwritable(new Error('there is another file of that name'));
  }

  function unwritable(cause: unknown): LinewatchError {
    return new LinewatchError('REJECTS_UNWRITABLE', `Cannot write rejected rows to ${path}`, { cause });
  }

  async function openWithHeader(): Promise<FileHandle> {
    const opened = await open(path, 'w');
    await opened.write(`${mark}${rest}\n`);
    return opened;
  }

  return {
    async write(text) {
      try {
        handle ??= await openWithHeader();
        await handle.write(text);
      } catch (cause) {
        throw unwritable(cause);
      }
    },
    async close() {
      await handle?.close();
      handle = undefined;
    },
  };
}
