import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { crc32c } from '../crc32c.ts';
import { decodeLine, encodeLine } from './journal-line.ts';
import { type JournalMark, readMark, writeMark } from './journal-mark.ts';

/** An append-only file of JSON lines. */
export interface Journal {
  /** Resolves when the record is on disk; after a failure the file is as it was. Not to be called in parallel. */
  append(record: object): Promise<void>;
  close(): Promise<void>;
}

/** The journal is not what was acknowledged. */
export class JournalCorruptError extends Error {
  override readonly name = 'JournalCorruptError';
  readonly code = 'REGISTRY_JOURNAL_CORRUPT';

  constructor(file: string, fault: string) {
    super(
      `${file} is damaged: ${fault}. Nothing was changed, as an id that was given must never mean another schema. ` +
        'Put back a copy of the folder, or see "A damaged registry" in docs/guarantees.md',
    );
  }
}

/** The file that says how much of a journal there must be. */
export const markFileOf = (file: string): string => `${file}.mark`;

/**
 * Opens a journal, creating it when it does not exist. What was acknowledged must be there, byte by byte. Behind it
 * there may be what the end of a process left: a whole line is taken, a torn one was never acknowledged and is cut
 * off. Journals of before there were checksums and marks are read as they are, and protected from then on.
 *
 * @param replay gets each record, oldest first
 * @param onCut is told how many bytes were cut off
 * @throws JournalCorruptError where anything else is found; Node's errors of files
 */
export async function openJournal(
  file: string,
  replay: (record: unknown) => void,
  onCut: (bytes: number) => void = () => {},
): Promise<Journal> {
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(file, 'a+');
  let mark: JournalMark;
  try {
    const bytes = await handle.readFile();
    const { records, end } = readJournal(bytes, readMark(markFileOf(file)), file);
    if (end < bytes.length) {
      await handle.truncate(end);
      await handle.datasync();
      onCut(bytes.length - end);
    }
    for (const record of records) replay(record);
    mark = { lines: records.length, bytes: end, crc32c: crc32c(bytes, 0, end) };
    await writeMark(markFileOf(file), mark);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await handle.close();
    throw error;
  }

  return {
    async append(record) {
      const line = Buffer.from(encodeLine(record, mark.lines + 1));
      try {
        await handle.appendFile(line);
        await handle.datasync();
        const next = {
          lines: mark.lines + 1,
          bytes: mark.bytes + line.length,
          crc32c: crc32c(line, 0, line.length, mark.crc32c),
        };
        await writeMark(markFileOf(file), next);
        await syncFolder(path.dirname(file));
        mark = next;
      } catch (error) {
        await handle.truncate(mark.bytes);
        // Most likely it still stands: only what failed after it was replaced needs it back.
        await writeMark(markFileOf(file), mark).catch(() => {});
        throw error;
      }
    },
    close: () => handle.close(),
  };
}

interface ReadJournal {
  records: unknown[];
  /** Up to where the journal holds. */
  end: number;
}

/** @throws JournalCorruptError */
function readJournal(bytes: Buffer, mark: JournalMark | undefined | null, file: string): ReadJournal {
  if (mark === null)
    throw new JournalCorruptError(file, `${path.basename(markFileOf(file))} is not what was written`);
  const isMarked = mark !== undefined;
  const acknowledged = mark?.bytes ?? 0;
  if (bytes.length < acknowledged) {
    throw new JournalCorruptError(file, `it has ${bytes.length} of ${acknowledged} bytes`);
  }
  const records: unknown[] = [];
  let end = 0;
  for (const { text, next } of linesOf(bytes)) {
    const line = decodeLine(text);
    const number = records.length + 1;
    const fits =
      line !== null && (line.number === null ? end < acknowledged || !isMarked : line.number === number);
    if (!fits && end >= acknowledged && isMarked) break;
    if (!fits) throw new JournalCorruptError(file, `line ${number} is not what was written`);
    if (line.number !== null && !isMarked) {
      throw new JournalCorruptError(
        file,
        `${path.basename(markFileOf(file))} is missing, which says how long it was`,
      );
    }
    records.push(line.record);
    end = next;
  }
  if (end < acknowledged || crc32c(bytes, 0, acknowledged) !== (mark?.crc32c ?? 0)) {
    throw new JournalCorruptError(file, 'its checksum is not that of what was written');
  }
  // Without a mark there is nothing to tell a torn first line from all that is left of many.
  if (!isMarked && records.length === 0 && bytes.length > 0) {
    throw new JournalCorruptError(file, 'it has not one whole line');
  }
  return { records, end };
}

/** The lines that end with a line break, without it, and where the next one begins. */
function* linesOf(bytes: Buffer): Generator<{ text: string; next: number }> {
  for (let start = 0; ; ) {
    const end = bytes.indexOf('\n', start);
    if (end < 0) return;
    yield { text: bytes.toString('utf8', start, end), next: end + 1 };
    start = end + 1;
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
