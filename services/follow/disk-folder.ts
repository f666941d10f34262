import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Folder, isPacked, type OpenFile } from './folder.ts';
import { gzipFile } from './gzip-file.ts';
import { toStat } from './stat.ts';

/** The folder of a real file. */
export function diskFolder(folder: string): Folder {
  return {
    names: () => orElse([], () => readdir(folder)),
    stat: (name) =>
      orElse(null, async () => {
        const found = await stat(path.join(folder, name), { bigint: true });
        return found.isFile() ? toStat(found, name) : null;
      }),
    open: (name) =>
      orElse(null, async () => {
        const handle = await open(path.join(folder, name), 'r');
        if (!(await handle.stat()).isFile()) {
          await handle.close();
          return null;
        }
        return isPacked(name) ? gzipFile(handle, name) : plainFile(handle, name);
      }),
  };
}

function plainFile(handle: FileHandle, name: string): OpenFile {
  return {
    stat: async () => toStat(await handle.stat({ bigint: true }), name),
    async read(position, length) {
      const bytes = Buffer.allocUnsafe(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    close: () => handle.close(),
  };
}

async function orElse<T>(fallback: T, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return fallback;
    throw error;
  }
}
