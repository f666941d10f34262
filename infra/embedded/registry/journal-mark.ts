import { readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { crc32c } from '../crc32c.ts';

/**
 * What of the journal was acknowledged. It stands in a file of its own, as no file can tell that its own end is
 * missing.
 */
export interface JournalMark {
  lines: number;
  bytes: number;
  /** CRC-32C of these bytes. */
  crc32c: number;
}

/** Undefined where there is no such file, null where it is damaged. */
export function readMark(file: string): JournalMark | undefined | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const [, lines, bytes, checksum, own] = /^(\d+) (\d+) (\d+) (\d+)\n$/.exec(text) ?? [];
  const mark = { lines: Number(lines), bytes: Number(bytes), crc32c: Number(checksum) };
  return text === encodeMark(mark) && own !== undefined ? mark : null;
}

/** Replaces the mark in one step; resolves once it is on disk. */
export async function writeMark(file: string, mark: JournalMark): Promise<void> {
  const fresh = `${file}.new`;
  const handle = await open(fresh, 'w');
  try {
    await handle.writeFile(encodeMark(mark));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
}

function encodeMark({ lines, bytes, crc32c: checksum }: JournalMark): string {
  const body = `${lines} ${bytes} ${checksum}`;
  return `${body} ${crc32c(Buffer.from(body))}\n`;
}
