import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';

/** An append-only file of JSON lines. */
export interface Journal {
  /** Resolves when the record is on disk; after a failure the file is as it was. Not to be called in parallel. */
  append(record: unknown): Promise<void>;
  close(): Promise<void>;
}

/** The journal holds what it could not have written. */
export class JournalCorruptError extends Error {
  override readonly name = 'JournalCorruptError';
  readonly code = 'REGISTRY_JOURNAL_CORRUPT';
}

/**
 * Opens a journal, creating it when it does not exist. A last line without its line break was torn by the end of
 * a process: nobody got an answer for it, and it is cut off.
 *
 * @param replay gets each record, oldest first
 * @throws JournalCorruptError for a broken line in the middle; Node's errors of files
 */
export async function openJournal(file: string, replay: (record: unknown) => void): Promise<Journal> {
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(file, 'a+');
  const text = await handle.readFile('utf8');
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  let bytes = Buffer.byteLength(complete);
  await handle.truncate(bytes);
  complete
    .split('\n')
    .slice(0, -1)
    .forEach((line, index) => {
      replay(parseLine(line, file, index + 1));
    });
  await syncFolder(path.dirname(file));

  return {
    async append(record) {
      const line = Buffer.from(`${JSON.stringify(record)}\n`);
      try {
        await handle.appendFile(line);
        await handle.datasync();
      } catch (error) {
        await handle.truncate(bytes);
        throw error;
      }
      bytes += line.length;
    },
    close: () => handle.close(),
  };
}

function parseLine(line: string, file: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new JournalCorruptError(`${file}, line ${number} is not JSON`, { cause });
  }
}

/** A new file is only there to stay once its folder is on disk too. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } finally {
    await handle?.close();
  }
}
